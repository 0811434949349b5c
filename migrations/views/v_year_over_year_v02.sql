CREATE OR REPLACE VIEW v_year_over_year AS
SELECT
    y.agency_id,
    y.agency,
    y.year,
    y.block,
    y.item,
    y.measure,
    n.value,
    n.last_year,
    n.value - n.last_year AS change,
    round(n.value / nullif(n.last_year, 0), 4) AS ratio,
    n.forwarded AS forwarded_last_year,
    n.value - n.forwarded AS carry_over_gap,
    CASE WHEN y.form = y.form_last_year THEN 'same' ELSE coalesce(k.how, 'none') END AS comparable,
    y.form,
    y.form_last_year,
    coalesce(j.standing, y.verdict) AS standing,
    coalesce(l.standing, y.verdict_last_year) AS standing_last_year,
    y.kind AS agency_kind,
    y.region_code,
    g.name AS region
FROM (
    SELECT
        r.agency_id, a.name AS agency, a.kind, a.region_code, r.year, 'applications' AS block, x.item AS item,
        m.measure, m.value, m.last_year, m.forwarded,
        v.form, o.form AS form_last_year, v.verdict, o.verdict AS verdict_last_year
    FROM reports r
    JOIN revisions v ON v.agency_id = r.agency_id AND v.year = r.year AND v.revision = r.revision
    JOIN application_rows x ON x.agency_id = r.agency_id AND x.year = r.year AND x.revision = r.revision
    JOIN agencies a ON a.id = r.agency_id
    JOIN reports q ON q.agency_id = r.agency_id AND q.year = r.year - 1 AND q.withdrawn_at IS NULL
    JOIN revisions o ON o.agency_id = q.agency_id AND o.year = q.year AND o.revision = q.revision
    JOIN application_rows p
        ON p.agency_id = q.agency_id AND p.year = q.year AND p.revision = q.revision AND p.item = x.item
    -- one branch for all items, so that a query of one plans and reads no other
    LEFT JOIN application_rows f
        ON x.item = 'carried_over' AND f.agency_id = q.agency_id AND f.year = q.year AND f.revision = q.revision AND f.item = 'carried_forward'
    CROSS JOIN LATERAL (
        VALUES
        ('natural_person', x.natural_person::numeric, p.natural_person::numeric, f.natural_person::numeric),
        ('commercial_enterprise', x.commercial_enterprise::numeric, p.commercial_enterprise::numeric, f.commercial_enterprise::numeric),
        ('research_institution', x.research_institution::numeric, p.research_institution::numeric, f.research_institution::numeric),
        ('public_interest_org', x.public_interest_org::numeric, p.public_interest_org::numeric, f.public_interest_org::numeric),
        ('legal_service', x.legal_service::numeric, p.legal_service::numeric, f.legal_service::numeric),
        ('other_org', x.other_org::numeric, p.other_org::numeric, f.other_org::numeric),
        ('total', x.total::numeric, p.total::numeric, f.total::numeric)
    ) AS m (measure, value, last_year, forwarded)
    WHERE r.withdrawn_at IS NULL
    UNION ALL
    SELECT
        r.agency_id, a.name AS agency, a.kind, a.region_code, r.year, 'disclosure' AS block, x.item AS item,
        m.measure, m.value, m.last_year, m.forwarded,
        v.form, o.form AS form_last_year, v.verdict, o.verdict AS verdict_last_year
    FROM reports r
    JOIN revisions v ON v.agency_id = r.agency_id AND v.year = r.year AND v.revision = r.revision
    JOIN disclosure_rows x ON x.agency_id = r.agency_id AND x.year = r.year AND x.revision = r.revision
    JOIN agencies a ON a.id = r.agency_id
    JOIN reports q ON q.agency_id = r.agency_id AND q.year = r.year - 1 AND q.withdrawn_at IS NULL
    JOIN revisions o ON o.agency_id = q.agency_id AND o.year = q.year AND o.revision = q.revision
    JOIN disclosure_rows p
        ON p.agency_id = q.agency_id AND p.year = q.year AND p.revision = q.revision AND p.item = x.item
    CROSS JOIN LATERAL (
        VALUES
        ('issued', x.issued::numeric, p.issued::numeric, NULL::numeric),
        ('repealed', x.repealed::numeric, p.repealed::numeric, NULL::numeric),
        ('in_force', x.in_force::numeric, p.in_force::numeric, NULL::numeric),
        ('handled', x.handled::numeric, p.handled::numeric, NULL::numeric),
        ('amount_10k_yuan', x.amount_10k_yuan::numeric, p.amount_10k_yuan::numeric, NULL::numeric),
        ('made', x.made::numeric, p.made::numeric, NULL::numeric),
        ('published', x.published::numeric, p.published::numeric, NULL::numeric),
        ('public_total', x.public_total::numeric, p.public_total::numeric, NULL::numeric),
        ('items_last_year', x.items_last_year::numeric, p.items_last_year::numeric, NULL::numeric),
        ('items_change', x.items_change::numeric, p.items_change::numeric, NULL::numeric),
        ('projects', x.projects::numeric, p.projects::numeric, NULL::numeric)
    ) AS m (measure, value, last_year, forwarded)
    WHERE r.withdrawn_at IS NULL AND (m.value IS NOT NULL OR m.last_year IS NOT NULL)
    UNION ALL
    SELECT
        r.agency_id, a.name AS agency, a.kind, a.region_code, r.year, 'review' AS block, x.channel AS item,
        m.measure, m.value, m.last_year, m.forwarded,
        v.form, o.form AS form_last_year, v.verdict, o.verdict AS verdict_last_year
    FROM reports r
    JOIN revisions v ON v.agency_id = r.agency_id AND v.year = r.year AND v.revision = r.revision
    JOIN review_rows x ON x.agency_id = r.agency_id AND x.year = r.year AND x.revision = r.revision
    JOIN agencies a ON a.id = r.agency_id
    JOIN reports q ON q.agency_id = r.agency_id AND q.year = r.year - 1 AND q.withdrawn_at IS NULL
    JOIN revisions o ON o.agency_id = q.agency_id AND o.year = q.year AND o.revision = q.revision
    JOIN review_rows p
        ON p.agency_id = q.agency_id AND p.year = q.year AND p.revision = q.revision AND p.channel = x.channel
    CROSS JOIN LATERAL (
        VALUES
        ('upheld', x.upheld::numeric, p.upheld::numeric, NULL::numeric),
        ('corrected', x.corrected::numeric, p.corrected::numeric, NULL::numeric),
        ('other', x.other::numeric, p.other::numeric, NULL::numeric),
        ('pending', x.pending::numeric, p.pending::numeric, NULL::numeric),
        ('total', x.total::numeric, p.total::numeric, NULL::numeric)
    ) AS m (measure, value, last_year, forwarded)
    WHERE r.withdrawn_at IS NULL
    UNION ALL
    SELECT
        r.agency_id, a.name AS agency, a.kind, a.region_code, r.year, 'indicators' AS block, x.code AS item,
        m.measure, m.value, m.last_year, m.forwarded,
        v.form, o.form AS form_last_year, v.verdict, o.verdict AS verdict_last_year
    FROM reports r
    JOIN revisions v ON v.agency_id = r.agency_id AND v.year = r.year AND v.revision = r.revision
    JOIN indicator_rows x ON x.agency_id = r.agency_id AND x.year = r.year AND x.revision = r.revision
    JOIN agencies a ON a.id = r.agency_id
    JOIN reports q ON q.agency_id = r.agency_id AND q.year = r.year - 1 AND q.withdrawn_at IS NULL
    JOIN revisions o ON o.agency_id = q.agency_id AND o.year = q.year AND o.revision = q.revision
    JOIN indicator_rows p
        ON p.agency_id = q.agency_id AND p.year = q.year AND p.revision = q.revision AND p.code = x.code
    CROSS JOIN LATERAL (
        VALUES
        ('', x.value::numeric, p.value::numeric, NULL::numeric)
    ) AS m (measure, value, last_year, forwarded)
    WHERE r.withdrawn_at IS NULL
) AS y
LEFT JOIN regions g ON g.code = y.region_code
LEFT JOIN v_judged j ON j.agency_id = y.agency_id AND j.year = y.year
LEFT JOIN v_judged l ON l.agency_id = y.agency_id AND l.year = y.year - 1
LEFT JOIN comparability k
    ON k.form = y.form AND k.block = y.block AND k.item = y.item AND k.measure = y.measure
    AND k.other_form = y.form_last_year AND k.other_block = y.block AND k.other_item = y.item
    AND k.other_measure = y.measure
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN j.cells IS NULL OR NOT j.cells ? (y.block || '.' || y.item || CASE y.measure WHEN '' THEN '' ELSE '.' || y.measure END) THEN y.value
            ELSE (j.cells ->> (y.block || '.' || y.item || CASE y.measure WHEN '' THEN '' ELSE '.' || y.measure END))::numeric
        END AS value,
        CASE
            WHEN l.cells IS NULL OR NOT l.cells ? (y.block || '.' || y.item || CASE y.measure WHEN '' THEN '' ELSE '.' || y.measure END) THEN y.last_year
            ELSE (l.cells ->> (y.block || '.' || y.item || CASE y.measure WHEN '' THEN '' ELSE '.' || y.measure END))::numeric
        END AS last_year,
        CASE
            WHEN l.cells IS NULL OR NOT l.cells ? ('applications.carried_forward.' || y.measure) THEN y.forwarded
            ELSE (l.cells ->> ('applications.carried_forward.' || y.measure))::numeric
        END AS forwarded
) AS n;

COMMENT ON VIEW v_year_over_year IS '同一机关、同一项目与上年对比，两年均有者 / The same number of the same agency this year and last, where both years print the row';
COMMENT ON COLUMN v_year_over_year.agency_id IS '机关编号 / Agency';
COMMENT ON COLUMN v_year_over_year.agency IS '机关规范名称 / Canonical name of the agency';
COMMENT ON COLUMN v_year_over_year.year IS '年度 / Report year';
COMMENT ON COLUMN v_year_over_year.block IS '部分：applications、disclosure、review、indicators / Part of the form';
COMMENT ON COLUMN v_year_over_year.item IS '行代码 / Code of the row';
COMMENT ON COLUMN v_year_over_year.measure IS '列代码，单列为空串 / Code of the column; empty in a table of one column';
COMMENT ON COLUMN v_year_over_year.value IS '本年 / This year';
COMMENT ON COLUMN v_year_over_year.last_year IS '上年 / Last year';
COMMENT ON COLUMN v_year_over_year.change IS '增减，任一空白为空 / Change, NULL where either is blank';
COMMENT ON COLUMN v_year_over_year.ratio IS '本年与上年之比，上年为零或空白为空 / This year over last year, NULL where that is zero or blank';
COMMENT ON COLUMN v_year_over_year.forwarded_last_year IS '上年“结转下年度继续办理”，仅限上年结转一行 / What last year carried forward; only for item carried_over';
COMMENT ON COLUMN v_year_over_year.carry_over_gap IS '上年结转减上年所结转，应为零 / carried_over less what last year carried forward: zero, if the reports agree';
COMMENT ON COLUMN v_year_over_year.comparable IS '可比性：same、similar、sum、none，见 v_comparable / Whether the two forms may be compared here, see v_comparable';
COMMENT ON COLUMN v_year_over_year.form IS '本年格式 / Form of this year';
COMMENT ON COLUMN v_year_over_year.form_last_year IS '上年格式 / Form of last year';
COMMENT ON COLUMN v_year_over_year.standing IS '本年结论，见 v_reports.standing / Standing of this year''s report, see v_reports.standing';
COMMENT ON COLUMN v_year_over_year.standing_last_year IS '上年结论 / Standing of last year''s report';
COMMENT ON COLUMN v_year_over_year.agency_kind IS '机关类别 / Kind of the agency';
COMMENT ON COLUMN v_year_over_year.region_code IS '行政区划代码 / Code of the region';
COMMENT ON COLUMN v_year_over_year.region IS '行政区划名称 / Name of the region';
