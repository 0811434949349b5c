CREATE OR REPLACE VIEW v_disclosure AS
SELECT
    d.agency_id,
    a.name AS agency,
    d.year,
    d.item,
    w.measure,
    CASE
        WHEN j.cells IS NOT NULL AND j.cells ? ('disclosure.' || d.item || '.' || w.measure)
            THEN (j.cells ->> ('disclosure.' || d.item || '.' || w.measure))::numeric
        ELSE CASE w.measure
            WHEN 'issued' THEN d.issued
            WHEN 'repealed' THEN d.repealed
            WHEN 'in_force' THEN d.in_force
            WHEN 'handled' THEN d.handled
            WHEN 'amount_10k_yuan' THEN d.amount_10k_yuan
            WHEN 'made' THEN d.made
            WHEN 'published' THEN d.published
            WHEN 'public_total' THEN d.public_total
            WHEN 'items_last_year' THEN d.items_last_year
            WHEN 'items_change' THEN d.items_change
            WHEN 'projects' THEN d.projects
            WHEN 'amount' THEN d.amount
        END::numeric
    END AS value,
    CASE w.measure WHEN 'amount' THEN d.amount_unit ELSE w.unit END AS unit,
    w.label,
    w.measure_label,
    v.form,
    v.verdict,
    w.position,
    a.kind AS agency_kind,
    a.region_code,
    g.name AS region,
    coalesce(j.standing, v.verdict) AS standing,
    CASE WHEN j.cells IS NULL THEN false ELSE j.cells ? ('disclosure.' || d.item || '.' || w.measure) END AS was_corrected
FROM reports r
JOIN revisions v USING (agency_id, year, revision)
JOIN disclosure_rows d USING (agency_id, year, revision)
JOIN agencies a ON a.id = d.agency_id
JOIN vocabulary w ON w.form = v.form AND w.block = 'disclosure' AND w.item = d.item
LEFT JOIN regions g ON g.code = a.region_code
LEFT JOIN v_judged j ON j.agency_id = r.agency_id AND j.year = r.year
WHERE r.withdrawn_at IS NULL;

COMMENT ON VIEW v_disclosure IS '主动公开情况，现行版本，每个数一行 / Proactive disclosure, current revision, one row per number of the form';
COMMENT ON COLUMN v_disclosure.agency_id IS '机关编号 / Agency';
COMMENT ON COLUMN v_disclosure.agency IS '机关规范名称 / Canonical name of the agency';
COMMENT ON COLUMN v_disclosure.year IS '年度 / Report year';
COMMENT ON COLUMN v_disclosure.item IS '项目代码，见 vocabulary / Code of the row, see vocabulary';
COMMENT ON COLUMN v_disclosure.measure IS '指标代码，见 vocabulary / Code of the column, see vocabulary';
COMMENT ON COLUMN v_disclosure.value IS '数值，空白为空 / Value, NULL for a blank cell';
COMMENT ON COLUMN v_disclosure.unit IS '单位，表式未规定且未印为空 / Unit, NULL where neither the form nor the report states one';
COMMENT ON COLUMN v_disclosure.label IS '项目名称 / Printed label of the row';
COMMENT ON COLUMN v_disclosure.measure_label IS '指标名称 / Printed label of the column';
COMMENT ON COLUMN v_disclosure.form IS '格式：同名指标在不同格式中未必可比 / Form; measures of two forms need not be comparable';
COMMENT ON COLUMN v_disclosure.verdict IS '年报结论 / Verdict of the report';
COMMENT ON COLUMN v_disclosure.position IS '所印次序 / Printed order';
COMMENT ON COLUMN v_disclosure.agency_kind IS '机关类别 / Kind of the agency';
COMMENT ON COLUMN v_disclosure.region_code IS '行政区划代码 / Code of the region';
COMMENT ON COLUMN v_disclosure.region IS '行政区划名称 / Name of the region';
COMMENT ON COLUMN v_disclosure.standing IS '结论与人工裁定：见 v_reports.standing / Verdict and decisions of people, see v_reports.standing';
COMMENT ON COLUMN v_disclosure.was_corrected IS '该数值经人工更正 / The number was corrected by a person';
