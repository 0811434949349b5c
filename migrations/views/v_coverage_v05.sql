CREATE OR REPLACE VIEW v_coverage AS
WITH today AS (
    -- SET gongkai.today = 'YYYY-MM-DD' asks as of another day
    SELECT coalesce(
        nullif(current_setting('gongkai.today', true), '')::date,
        (now() AT TIME ZONE 'Asia/Shanghai')::date
    ) AS day
), home AS (
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
), stranger AS (
    -- an agency of which nothing is known but links to reports that were gone before anyone fetched them
    SELECT DISTINCT ON (c.site, said.name, c.year) c.site, said.name, c.year, c.outcome
    FROM captures c
    CROSS JOIN LATERAL (
        SELECT item ->> 2 AS name
        FROM jsonb_array_elements(c.evidence) WITH ORDINALITY AS listed (item, place)
        WHERE item ->> 0 = 'agency'
        ORDER BY place
        LIMIT 1
    ) AS said
    WHERE c.agency_code IS NULL AND c.year IS NOT NULL AND c.role = 'article'
        AND c.outcome IN ('http_404', 'http_410', 'soft_404', 'blocked', 'http_403', 'unreadable')
        AND NOT EXISTS (
            SELECT FROM member m
            WHERE m.name = said.name OR (m.site = c.site AND right(m.name, length(said.name)) = said.name)
        )
        AND NOT EXISTS (SELECT FROM agency_aliases x WHERE x.alias = said.name)
    ORDER BY c.site, said.name, c.year, c.fetched_at DESC
), known AS (
    SELECT m.site, r.year
    FROM member m
    JOIN reports r ON r.agency_id = m.id AND r.withdrawn_at IS NULL
    UNION
    -- a link to a report that has vanished before anyone fetched it tells of its year, too
    SELECT c.site, c.year
    FROM captures c
    WHERE c.agency_code IS NULL AND c.year IS NOT NULL AND c.role <> 'page'
        AND c.outcome IN ('http_404', 'http_410', 'soft_404', 'blocked', 'http_403', 'unreadable')
), span AS (
    -- from the first year of which the site tells to the newest that can have a report
    SELECT k.site, greatest(min(k.year), 2008) AS first, greatest(max(k.year), extract(year FROM t.day)::int - 1) AS last
    FROM known k
    CROSS JOIN today t
    GROUP BY k.site, t.day
), last_run AS (
    SELECT DISTINCT ON (site) site, finish_reason
    FROM runs
    WHERE command = 'crawl' AND status <> 'running' AND args ->> 'years' IS NULL AND args ->> 'agency' IS NULL
    ORDER BY site, started_at DESC
)
SELECT
    m.id AS agency_id,
    m.name AS agency,
    m.region_code,
    g.name AS region,
    nullif(m.site, '') AS site,
    y.year::smallint AS year,
    CASE
        WHEN r.agency_id IS NOT NULL THEN v.verdict
        WHEN e.why IS NOT NULL THEN 'not_due'
        WHEN t.verdict = 'unreadable' THEN 'unreadable'
        WHEN c.outcome IN ('blocked', 'http_401', 'http_403', 'http_405', 'http_406', 'http_412', 'http_451') THEN 'blocked'
        WHEN c.outcome IS NULL AND t.verdict IS NULL AND d.last_day >= n.day THEN 'not_due'
        WHEN c.outcome = 'no_report' AND d.last_day >= n.day THEN 'not_due'
        WHEN c.outcome IS NULL AND t.verdict IS NULL AND l.finish_reason = 'blocked' THEN 'blocked'
        ELSE 'missing'
    END AS state,
    CASE
        WHEN r.agency_id IS NOT NULL THEN coalesce(v.reason, CASE WHEN w.gone THEN 'vanished' END)
        WHEN e.why IS NOT NULL THEN e.why
        WHEN t.verdict IS NOT NULL THEN coalesce(t.reason, t.verdict)
        WHEN d.last_day >= n.day AND coalesce(c.outcome, 'no_report') = 'no_report' THEN 'not_due'
        WHEN c.outcome IN ('report', 'unassigned') THEN 'other_report'
        WHEN c.outcome IS NOT NULL THEN c.outcome
        WHEN l.finish_reason = 'blocked' THEN 'site_blocked'
        WHEN l.finish_reason = 'unreachable' THEN 'site_unreachable'
        WHEN l.finish_reason NOT IN ('finished', 'fewer_than_expected') THEN 'run_ended_early'
        WHEN EXISTS (SELECT FROM reports o WHERE o.agency_id = m.id AND o.withdrawn_at IS NULL) THEN 'not_found'
        ELSE 'no_column'
    END AS reason,
    v.form,
    v.source_url,
    d.due_on,
    m.kind AS agency_kind
FROM member m
JOIN span s ON s.site = m.site
CROSS JOIN today n
CROSS JOIN LATERAL generate_series(s.first, s.last) AS y(year)
CROSS JOIN LATERAL (
    -- of an agency of unknown kind nothing is missing before the latest day that any has
    SELECT
        report_due_on(m.kind, y.year) AS due_on,
        coalesce(report_due_on(m.kind, y.year), report_due_on('government', y.year)) AS last_day
) AS d
LEFT JOIN last_run l ON l.site = m.site
LEFT JOIN reports r ON r.agency_id = m.id AND r.year = y.year AND r.withdrawn_at IS NULL
LEFT JOIN revisions v ON v.agency_id = r.agency_id AND v.year = r.year AND v.revision = r.revision
LEFT JOIN regions g ON g.code = m.region_code
LEFT JOIN LATERAL (
    SELECT bool_and(x.lost_at IS NOT NULL) AS gone
    FROM report_sources x
    WHERE x.agency_id = r.agency_id AND x.year = r.year
) AS w ON r.agency_id IS NOT NULL
LEFT JOIN LATERAL (
    SELECT CASE WHEN x.successor_id = m.id THEN 'before_founding' ELSE 'after_reform' END AS why
    FROM agency_successions x
    WHERE (x.successor_id = m.id AND y.year < x.since) OR (x.agency_id = m.id AND y.year >= x.since)
    LIMIT 1
) AS e ON r.agency_id IS NULL
LEFT JOIN LATERAL (
    SELECT x.verdict, x.reason
    FROM readings x
    WHERE x.agency_id = m.id AND x.year = y.year AND x.verdict IN ('unreadable', 'not_a_report')
    -- a file that nobody can read says more than the page around it
    ORDER BY x.verdict = 'unreadable' DESC, x.id DESC
    LIMIT 1
) AS t ON r.agency_id IS NULL
LEFT JOIN LATERAL (
    SELECT x.outcome
    FROM (
        SELECT a.outcome, a.fetched_at
        FROM captures a
        WHERE a.agency_code = m.credit_code AND a.year = y.year
        UNION ALL
        SELECT b.outcome, b.fetched_at
        FROM captures b
        CROSS JOIN LATERAL jsonb_array_elements(b.evidence) AS said
        WHERE b.site = m.site AND b.year = y.year AND b.agency_code IS NULL AND b.role <> 'page'
            AND said ->> 0 = 'agency'
            -- by its whole name, or by the end of it that a portal prints
            AND length(said ->> 2) > 2 AND right(m.name, length(said ->> 2)) = said ->> 2
    ) AS x
    ORDER BY x.fetched_at DESC
    LIMIT 1
) AS c ON r.agency_id IS NULL
UNION ALL
SELECT
    NULL, s.name, NULL, NULL, s.site, s.year::smallint,
    CASE
        WHEN s.outcome IN ('blocked', 'http_403') THEN 'blocked'
        WHEN s.outcome = 'unreadable' THEN 'unreadable'
        ELSE 'missing'
    END,
    s.outcome,
    NULL, NULL,
    report_due_on(NULL, s.year), NULL
FROM stranger s;

COMMENT ON VIEW v_coverage IS '机关×年度覆盖情况及缺失原因 / Agency × year: what there is, and why something is missing';
COMMENT ON COLUMN v_coverage.agency_id IS '机关编号；仅从失效链接得知的机关为空 / Agency; NULL for one that only dead links name';
COMMENT ON COLUMN v_coverage.agency IS '机关规范名称，未登记者为链接所称 / Canonical name of the agency; of one that is not registered, as its links call it';
COMMENT ON COLUMN v_coverage.region_code IS '行政区划代码 / Code of the region';
COMMENT ON COLUMN v_coverage.region IS '行政区划名称 / Name of the region';
COMMENT ON COLUMN v_coverage.site IS '机关所在站点 / Site that publishes for the agency';
COMMENT ON COLUMN v_coverage.year IS '年度：自站点所知首个年度至最近可有年报之年度 / Year: from the first of which the site tells to the newest that can have a report';
COMMENT ON COLUMN v_coverage.state IS '状态：accepted 采信，review 待核，unreadable 不可读，blocked 被拦截，missing 缺失，not_due 未到期或不应有 / State: accepted, review, unreadable, blocked, missing, not_due';
COMMENT ON COLUMN v_coverage.reason IS '待核或缺失的原因：vanished 已从网站消失（数据仍在），not_due 未到公布期限，before_founding 机关成立前，after_reform 机构改革后，no_column 从未见其年报，not_found 站点未列此年度，no_report 站点称此年度无年报，http_404、soft_404 链接失效，blocked、site_blocked 被拦截，site_unreachable 网站不可达，run_ended_early 采集提前结束，other_report 所链为他机关或他年度年报，其余为解读结论之原因 / Reason for a doubt or a gap: vanished from the portal (its rows are kept), not_due, before_founding, after_reform, no_column (no report of it was ever seen), not_found (the portal lists none for the year), no_report (the portal says that there is none), http_404 and soft_404 (dead link), blocked, site_blocked, site_unreachable, run_ended_early, other_report (the link leads to another agency or year), else the reason of the reading';
COMMENT ON COLUMN v_coverage.form IS '格式 / Generation of the form';
COMMENT ON COLUMN v_coverage.source_url IS '所读来源的网址 / URL of the source that is shown';
COMMENT ON COLUMN v_coverage.due_on IS '公布期限（report_due_on）：部门及政府办公机构次年1月31日，其余次年3月31日（乡镇、街道、开发区等法无明文，取较晚者）；2018年度及以前均为3月31日；类别不详为空 / Day by which it is due (report_due_on): departments and government offices 31 January, all others 31 March of the next year (of townships, subdistricts, zones and the like the law is silent: the later date); 31 March for all up to 2018; NULL for an unknown kind';
COMMENT ON COLUMN v_coverage.agency_kind IS '机关类别；仅从失效链接得知的机关为空 / Kind of the agency; NULL for one that only dead links name';
