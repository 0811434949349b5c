CREATE OR REPLACE VIEW v_indicators AS
SELECT
    x.agency_id,
    a.name AS agency,
    x.year,
    x.code,
    w.label,
    CASE
        WHEN j.cells IS NULL OR NOT j.cells ? ('indicators.' || x.code) THEN x.value
        ELSE (j.cells ->> ('indicators.' || x.code))::numeric
    END AS value,
    w.unit,
    v.verdict,
    w.position,
    a.kind AS agency_kind,
    a.region_code,
    g.name AS region,
    coalesce(j.standing, v.verdict) AS standing,
    CASE WHEN j.cells IS NULL THEN false ELSE j.cells ? ('indicators.' || x.code) END AS was_corrected
FROM reports r
JOIN revisions v USING (agency_id, year, revision)
JOIN indicator_rows x USING (agency_id, year, revision)
JOIN agencies a ON a.id = x.agency_id
LEFT JOIN vocabulary w ON w.form = '2014' AND w.block = 'indicators' AND w.item = x.code
LEFT JOIN regions g ON g.code = a.region_code
LEFT JOIN v_judged j ON j.agency_id = r.agency_id AND j.year = r.year
WHERE r.withdrawn_at IS NULL;

COMMENT ON VIEW v_indicators IS '统计指标（2014年表），现行版本 / Indicators of the table of 2014, current revision';
COMMENT ON COLUMN v_indicators.agency_id IS '机关编号 / Agency';
COMMENT ON COLUMN v_indicators.agency IS '机关规范名称 / Canonical name of the agency';
COMMENT ON COLUMN v_indicators.year IS '年度 / Report year';
COMMENT ON COLUMN v_indicators.code IS '指标代码，见 vocabulary / Code of the line, see vocabulary';
COMMENT ON COLUMN v_indicators.label IS '指标名称 / Printed label of the line';
COMMENT ON COLUMN v_indicators.value IS '统计数，空白为空 / Number, NULL for a blank cell';
COMMENT ON COLUMN v_indicators.unit IS '单位 / Unit';
COMMENT ON COLUMN v_indicators.verdict IS '年报结论 / Verdict of the report';
COMMENT ON COLUMN v_indicators.position IS '所印次序 / Printed order';
COMMENT ON COLUMN v_indicators.agency_kind IS '机关类别 / Kind of the agency';
COMMENT ON COLUMN v_indicators.region_code IS '行政区划代码 / Code of the region';
COMMENT ON COLUMN v_indicators.region IS '行政区划名称 / Name of the region';
COMMENT ON COLUMN v_indicators.standing IS '结论与人工裁定：见 v_reports.standing / Verdict and decisions of people, see v_reports.standing';
COMMENT ON COLUMN v_indicators.was_corrected IS '该数值经人工更正 / The number was corrected by a person';
