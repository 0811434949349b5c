CREATE VIEW v_applications AS
SELECT
    x.agency_id,
    a.name AS agency,
    x.year,
    x.item,
    w.label,
    x.natural_person,
    x.commercial_enterprise,
    x.research_institution,
    x.public_interest_org,
    x.legal_service,
    x.other_org,
    x.total,
    v.form,
    v.verdict,
    w.position
FROM reports r
JOIN revisions v USING (agency_id, year, revision)
JOIN application_rows x USING (agency_id, year, revision)
JOIN agencies a ON a.id = x.agency_id
-- the row's label is the same in both forms; other.total is a row of 2019, which some reports of 2021 print
LEFT JOIN vocabulary w
    ON w.form = CASE x.item WHEN 'other.total' THEN '2019' ELSE '2021' END
    AND w.block = 'applications' AND w.item = x.item AND w.measure = 'total'
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
