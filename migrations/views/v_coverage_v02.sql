CREATE VIEW v_coverage AS
WITH home AS (
    -- the site that most sources of an agency are on
    SELECT DISTINCT ON (agency_id) agency_id, site
    FROM (
        SELECT agency_id, site, count(*) AS sources
        FROM report_sources
        WHERE site IS NOT NULL
        GROUP BY agency_id, site
    ) AS counted
    ORDER BY agency_id, sources DESC, site
), member AS (
    SELECT
        a.*,
        coalesce(h.site, (SELECT min(s.name) FROM sites s WHERE s.region_code = a.region_code), '') AS site
    FROM agencies a
    LEFT JOIN home h ON h.agency_id = a.id
    WHERE a.merged_into IS NULL
), due AS (
    -- a year is expected of all agencies of a site as soon as one of them has reported it
    SELECT DISTINCT m.site, r.year
    FROM member m
    JOIN reports r ON r.agency_id = m.id AND r.withdrawn_at IS NULL
)
SELECT
    m.id AS agency_id,
    m.name AS agency,
    m.region_code,
    g.name AS region,
    nullif(m.site, '') AS site,
    d.year,
    CASE
        WHEN r.agency_id IS NOT NULL THEN v.verdict
        WHEN t.verdict = 'unreadable' THEN 'unreadable'
        WHEN c.outcome = 'blocked' THEN 'blocked'
        ELSE 'missing'
    END AS state,
    CASE
        WHEN r.agency_id IS NOT NULL THEN v.reason
        ELSE coalesce(t.reason, c.outcome, 'not_found')
    END AS reason,
    v.form,
    v.source_url
FROM member m
JOIN due d ON d.site = m.site
LEFT JOIN reports r ON r.agency_id = m.id AND r.year = d.year AND r.withdrawn_at IS NULL
LEFT JOIN revisions v ON v.agency_id = r.agency_id AND v.year = r.year AND v.revision = r.revision
LEFT JOIN regions g ON g.code = m.region_code
LEFT JOIN LATERAL (
    SELECT x.verdict, x.reason
    FROM readings x
    WHERE x.agency_id = m.id AND x.year = d.year AND x.verdict IN ('unreadable', 'not_a_report')
    ORDER BY x.id DESC
    LIMIT 1
) AS t ON r.agency_id IS NULL
LEFT JOIN LATERAL (
    SELECT y.outcome
    FROM captures y
    WHERE y.agency_code = m.credit_code AND y.year = d.year
    ORDER BY y.fetched_at DESC
    LIMIT 1
) AS c ON r.agency_id IS NULL;

COMMENT ON VIEW v_coverage IS '机关×年度覆盖情况及缺失原因 / Agency × year: what there is, and why something is missing';
COMMENT ON COLUMN v_coverage.agency_id IS '机关编号 / Agency';
COMMENT ON COLUMN v_coverage.agency IS '机关规范名称 / Canonical name of the agency';
COMMENT ON COLUMN v_coverage.region_code IS '行政区划代码 / Code of the region';
COMMENT ON COLUMN v_coverage.region IS '行政区划名称 / Name of the region';
COMMENT ON COLUMN v_coverage.site IS '机关所在站点 / Site that publishes for the agency';
COMMENT ON COLUMN v_coverage.year IS '年度：同站点已有年报的各年 / Year: those for which the site has any report';
COMMENT ON COLUMN v_coverage.state IS '状态：accepted、review、unreadable、blocked、missing / State';
COMMENT ON COLUMN v_coverage.reason IS '待核或缺失的原因 / Reason for a review or a gap';
COMMENT ON COLUMN v_coverage.form IS '格式 / Generation of the form';
COMMENT ON COLUMN v_coverage.source_url IS '所读来源的网址 / URL of the source that is shown';
