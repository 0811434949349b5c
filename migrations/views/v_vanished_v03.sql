CREATE OR REPLACE VIEW v_vanished AS
SELECT
    r.agency_id,
    a.name AS agency,
    v.site,
    r.year,
    v.verdict,
    v.headline,
    v.source_url,
    r.first_seen,
    -- a visit counts while the page still carried this report
    coalesce(
        (
            SELECT max(c.fetched_at)
            FROM report_sources s
            JOIN captures c ON c.url_key = s.url_key AND c.outcome = 'report' AND c.fetched_at < s.lost_at
            WHERE s.agency_id = r.agency_id AND s.year = r.year
        ),
        r.first_seen
    ) AS last_seen,
    l.lost_at,
    l.how,
    l.sources,
    v.sha256,
    a.kind AS agency_kind,
    a.region_code,
    g.name AS region
FROM reports r
JOIN revisions v USING (agency_id, year, revision)
JOIN agencies a ON a.id = r.agency_id
LEFT JOIN regions g ON g.code = a.region_code
JOIN LATERAL (
    SELECT
        max(s.lost_at) AS lost_at,
        string_agg(DISTINCT s.lost_reason, '; ' ORDER BY s.lost_reason) AS how,
        count(*) AS sources,
        bool_and(s.lost_at IS NOT NULL) AS everywhere
    FROM report_sources s
    WHERE s.agency_id = r.agency_id AND s.year = r.year
) AS l ON l.everywhere
WHERE r.withdrawn_at IS NULL
    -- the few that lost a source; whether they lost all is asked of these alone
    AND (r.agency_id, r.year) IN (SELECT s.agency_id, s.year FROM report_sources s WHERE s.lost_at IS NOT NULL);

COMMENT ON VIEW v_vanished IS '已从所有来源消失的年报；原件与数据仍在 / Reports gone from every source; originals and rows are kept';
COMMENT ON COLUMN v_vanished.agency_id IS '机关编号 / Agency';
COMMENT ON COLUMN v_vanished.agency IS '机关规范名称 / Canonical name of the agency';
COMMENT ON COLUMN v_vanished.site IS '站点 / Site';
COMMENT ON COLUMN v_vanished.year IS '年度 / Report year';
COMMENT ON COLUMN v_vanished.verdict IS '结论 / Verdict';
COMMENT ON COLUMN v_vanished.headline IS '标题 / Headline';
COMMENT ON COLUMN v_vanished.source_url IS '原网址 / URL where it was';
COMMENT ON COLUMN v_vanished.first_seen IS '首次见到的时间 / First time seen';
COMMENT ON COLUMN v_vanished.last_seen IS '最后一次见到的时间 / Last time seen';
COMMENT ON COLUMN v_vanished.lost_at IS '首次发现最后一个来源也已消失的时间 / When its last source was first found without it';
COMMENT ON COLUMN v_vanished.how IS '各来源现况，如 HTTP 404 / What its sources answer instead, e.g. HTTP 404';
COMMENT ON COLUMN v_vanished.sources IS '曾有来源数 / Number of sources that it had';
COMMENT ON COLUMN v_vanished.sha256 IS '所存原件摘要 / Object that is kept';
COMMENT ON COLUMN v_vanished.agency_kind IS '机关类别 / Kind of the agency';
COMMENT ON COLUMN v_vanished.region_code IS '行政区划代码 / Code of the region';
COMMENT ON COLUMN v_vanished.region IS '行政区划名称 / Name of the region';
