CREATE OR REPLACE VIEW v_applications AS
SELECT
    x.agency_id,
    a.name AS agency,
    x.year,
    x.item,
    w.label,
    CASE
        WHEN j.cells IS NULL OR NOT j.cells ? ('applications.' || x.item || '.natural_person') THEN x.natural_person
        ELSE (j.cells ->> ('applications.' || x.item || '.natural_person'))::bigint
    END AS natural_person,
    CASE
        WHEN j.cells IS NULL OR NOT j.cells ? ('applications.' || x.item || '.commercial_enterprise') THEN x.commercial_enterprise
        ELSE (j.cells ->> ('applications.' || x.item || '.commercial_enterprise'))::bigint
    END AS commercial_enterprise,
    CASE
        WHEN j.cells IS NULL OR NOT j.cells ? ('applications.' || x.item || '.research_institution') THEN x.research_institution
        ELSE (j.cells ->> ('applications.' || x.item || '.research_institution'))::bigint
    END AS research_institution,
    CASE
        WHEN j.cells IS NULL OR NOT j.cells ? ('applications.' || x.item || '.public_interest_org') THEN x.public_interest_org
        ELSE (j.cells ->> ('applications.' || x.item || '.public_interest_org'))::bigint
    END AS public_interest_org,
    CASE
        WHEN j.cells IS NULL OR NOT j.cells ? ('applications.' || x.item || '.legal_service') THEN x.legal_service
        ELSE (j.cells ->> ('applications.' || x.item || '.legal_service'))::bigint
    END AS legal_service,
    CASE
        WHEN j.cells IS NULL OR NOT j.cells ? ('applications.' || x.item || '.other_org') THEN x.other_org
        ELSE (j.cells ->> ('applications.' || x.item || '.other_org'))::bigint
    END AS other_org,
    CASE
        WHEN j.cells IS NULL OR NOT j.cells ? ('applications.' || x.item || '.total') THEN x.total
        ELSE (j.cells ->> ('applications.' || x.item || '.total'))::bigint
    END AS total,
    v.form,
    v.verdict,
    w.position,
    a.kind AS agency_kind,
    a.region_code,
    g.name AS region,
    coalesce(j.standing, v.verdict) AS standing,
    CASE
        WHEN j.cells IS NULL THEN false
        ELSE j.cells ?| ARRAY[
            'applications.' || x.item || '.natural_person',
            'applications.' || x.item || '.commercial_enterprise',
            'applications.' || x.item || '.research_institution',
            'applications.' || x.item || '.public_interest_org',
            'applications.' || x.item || '.legal_service',
            'applications.' || x.item || '.other_org',
            'applications.' || x.item || '.total'
        ]
    END AS was_corrected
FROM reports r
JOIN revisions v USING (agency_id, year, revision)
JOIN application_rows x USING (agency_id, year, revision)
JOIN agencies a ON a.id = x.agency_id
-- the row's label is the same in both forms; other.total is a row of 2019, which some reports of 2021 print
LEFT JOIN vocabulary w
    ON w.form = CASE x.item WHEN 'other.total' THEN '2019' ELSE '2021' END
    AND w.block = 'applications' AND w.item = x.item AND w.measure = 'total'
LEFT JOIN regions g ON g.code = a.region_code
LEFT JOIN v_judged j ON j.agency_id = r.agency_id AND j.year = r.year
WHERE r.withdrawn_at IS NULL;

COMMENT ON VIEW v_applications IS '收到和处理申请情况，现行版本，每行一栏 / Applications, current revision, one row per printed row';
COMMENT ON COLUMN v_applications.agency_id IS '机关编号 / Agency';
COMMENT ON COLUMN v_applications.agency IS '机关规范名称 / Canonical name of the agency';
COMMENT ON COLUMN v_applications.year IS '年度 / Report year';
COMMENT ON COLUMN v_applications.item IS '项目代码，见 vocabulary / Code of the row, see vocabulary';
COMMENT ON COLUMN v_applications.label IS '项目名称 / Printed label of the row';
COMMENT ON COLUMN v_applications.natural_person IS '自然人 / Natural persons';
COMMENT ON COLUMN v_applications.commercial_enterprise IS '商业企业 / Commercial enterprises';
COMMENT ON COLUMN v_applications.research_institution IS '科研机构 / Research institutions';
COMMENT ON COLUMN v_applications.public_interest_org IS '社会公益组织 / Public interest organisations';
COMMENT ON COLUMN v_applications.legal_service IS '法律服务机构 / Legal services';
COMMENT ON COLUMN v_applications.other_org IS '其他 / Other organisations';
COMMENT ON COLUMN v_applications.total IS '总计（所印） / Total as printed';
COMMENT ON COLUMN v_applications.form IS '格式 / Generation of the form';
COMMENT ON COLUMN v_applications.verdict IS '年报结论 / Verdict of the report';
COMMENT ON COLUMN v_applications.position IS '所印次序 / Printed order';
COMMENT ON COLUMN v_applications.agency_kind IS '机关类别 / Kind of the agency';
COMMENT ON COLUMN v_applications.region_code IS '行政区划代码 / Code of the region';
COMMENT ON COLUMN v_applications.region IS '行政区划名称 / Name of the region';
COMMENT ON COLUMN v_applications.standing IS '结论与人工裁定：见 v_reports.standing / Verdict and decisions of people, see v_reports.standing';
COMMENT ON COLUMN v_applications.was_corrected IS '本行有经人工更正的数值 / A number of this row was corrected by a person';
