CREATE OR REPLACE VIEW v_agencies AS
SELECT
    a.id AS agency_id,
    a.name AS agency,
    a.kind,
    coalesce(
        a.credit_code, (SELECT min(m.credit_code) FROM agencies m WHERE m.merged_into = a.id)
    ) AS credit_code,
    a.region_code,
    g.name AS region,
    up.code AS prefecture_code,
    up.name AS prefecture,
    coalesce(g.successor_code, g.code) AS present_region_code,
    (
        SELECT array_agg(DISTINCT known.name ORDER BY known.name)
        FROM agencies one
        CROSS JOIN LATERAL (
            SELECT one.name WHERE one.id <> a.id
            UNION
            SELECT n.alias FROM agency_aliases n WHERE n.agency_id = one.id
        ) AS known
        WHERE a.id IN (one.id, one.merged_into)
    ) AS aliases,
    (
        SELECT array_agg(s.agency_id ORDER BY s.agency_id) FROM agency_successions s WHERE s.successor_id = a.id
    ) AS predecessors,
    (
        SELECT array_agg(s.successor_id ORDER BY s.successor_id) FROM agency_successions s WHERE s.agency_id = a.id
    ) AS successors,
    y.first_year,
    y.last_year,
    coalesce(y.reports, 0) AS reports,
    p.code AS province_code,
    p.name AS province
FROM agencies a
LEFT JOIN regions g ON g.code = a.region_code
LEFT JOIN regions up ON up.code = CASE WHEN g.level = 2 THEN g.code ELSE g.parent_code END AND up.level = 2
LEFT JOIN regions p ON p.code = left(a.region_code, 2) || '0000'
LEFT JOIN LATERAL (
    SELECT min(r.year) AS first_year, max(r.year) AS last_year, count(*) AS reports
    FROM reports r
    WHERE r.agency_id = a.id AND r.withdrawn_at IS NULL
) AS y ON true
WHERE a.merged_into IS NULL;

COMMENT ON VIEW v_agencies IS '机关名录 / Register of agencies, one row each; those merged into another are left out';
COMMENT ON COLUMN v_agencies.agency_id IS '机关编号 / Agency';
COMMENT ON COLUMN v_agencies.agency IS '机关规范名称 / Canonical name';
COMMENT ON COLUMN v_agencies.kind IS '机关类别 / Kind of the agency';
COMMENT ON COLUMN v_agencies.credit_code IS '统一社会信用代码 / Unified social credit code';
COMMENT ON COLUMN v_agencies.region_code IS '行政区划代码（GB/T 2260） / Code of the region';
COMMENT ON COLUMN v_agencies.region IS '行政区划名称 / Name of the region';
COMMENT ON COLUMN v_agencies.prefecture_code IS '所属地级区划代码 / Code of the prefecture above, or its own';
COMMENT ON COLUMN v_agencies.prefecture IS '所属地级区划名称 / Name of the prefecture above, or its own';
COMMENT ON COLUMN v_agencies.present_region_code IS '现行区划代码 / Code of the division that the region is now';
COMMENT ON COLUMN v_agencies.aliases IS '其他名称及站点代码 / Other names, and codes of sites';
COMMENT ON COLUMN v_agencies.predecessors IS '前身机关编号 / Agencies that it follows';
COMMENT ON COLUMN v_agencies.successors IS '承接机关编号 / Agencies that follow it';
COMMENT ON COLUMN v_agencies.first_year IS '首个年报年度 / First report year';
COMMENT ON COLUMN v_agencies.last_year IS '最近年报年度 / Last report year';
COMMENT ON COLUMN v_agencies.reports IS '年报份数 / Number of reports';
COMMENT ON COLUMN v_agencies.province_code IS '所属省级区划代码 / Code of the province above, or its own';
COMMENT ON COLUMN v_agencies.province IS '所属省级区划名称 / Name of the province above, or its own';
