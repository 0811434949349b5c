CREATE OR REPLACE VIEW v_findings AS
SELECT
    f.agency_id,
    f.agency,
    f.year,
    f.rule,
    f.severity,
    f.cause,
    f.place,
    f.left_value,
    f.right_value,
    f.raw,
    f.detail,
    f.verdict,
    f.site,
    f.source_url,
    f.about_source,
    f.finding_id,
    f.agency_id || '-' || f.year || '-' || left(s.says, 10) AS finding,
    d.decision,
    d.why AS decided_why,
    d.decided_by,
    d.decided_at,
    f.kind AS agency_kind,
    f.region_code,
    g.name AS region,
    s.says
FROM (
    SELECT
        r.agency_id,
        a.name AS agency,
        r.year,
        f.rule,
        f.severity,
        f.cause,
        f.place,
        f.left_value,
        f.right_value,
        f.raw,
        f.detail,
        v.verdict,
        v.site,
        v.source_url,
        f.url_key AS about_source,
        f.id AS finding_id,
        a.kind,
        a.region_code
    FROM reports r
    JOIN revisions v USING (agency_id, year, revision)
    JOIN agencies a ON a.id = r.agency_id
    JOIN findings f ON f.reading_id = v.reading_id
    WHERE r.withdrawn_at IS NULL
    UNION ALL
    SELECT
        r.agency_id,
        a.name,
        r.year,
        f.rule,
        f.severity,
        f.cause,
        f.place,
        f.left_value,
        f.right_value,
        f.raw,
        f.detail,
        v.verdict,
        v.site,
        v.source_url,
        f.url_key,
        f.id,
        a.kind,
        a.region_code
    FROM reports r
    JOIN revisions v USING (agency_id, year, revision)
    JOIN agencies a ON a.id = r.agency_id
    JOIN findings f USING (agency_id, year, revision)
    WHERE r.withdrawn_at IS NULL
    UNION ALL
    -- seen from both sides, whichever report came first: a relation between reports, so a view finds it
    SELECT
        r.agency_id,
        a.name,
        r.year,
        'content.elsewhere',
        'warning',
        'unknown',
        'report',
        NULL,
        NULL,
        NULL,
        e.detail,
        v.verdict,
        v.site,
        v.source_url,
        e.other_url,
        NULL,
        a.kind,
        a.region_code
    FROM reports r
    JOIN revisions v USING (agency_id, year, revision)
    JOIN agencies a ON a.id = r.agency_id
    JOIN LATERAL (
        SELECT
            'the same ' || CASE
                WHEN bool_or(o.numbers_digest = v.numbers_digest) AND bool_or(o.prose_digest = v.prose_digest)
                    THEN 'numbers and prose'
                WHEN bool_or(o.numbers_digest = v.numbers_digest) THEN 'numbers'
                ELSE 'prose'
            END || ' under ' || (array_agg(b.name || ' ' || o.year ORDER BY b.name, o.year))[1]
            || CASE WHEN count(*) > 1 THEN ' and ' || count(*) - 1 || ' more' ELSE '' END AS detail,
            (array_agg(o.source_url ORDER BY b.name, o.year))[1] AS other_url
        FROM (
            SELECT * FROM revisions WHERE numbers_digest = v.numbers_digest
            UNION
            SELECT * FROM revisions WHERE prose_digest = v.prose_digest
        ) AS o
        JOIN reports s ON s.agency_id = o.agency_id AND s.year = o.year AND s.revision = o.revision
            AND s.withdrawn_at IS NULL
        JOIN agencies b ON b.id = o.agency_id
        WHERE (o.agency_id, o.year) <> (r.agency_id, r.year)
        HAVING count(*) > 0
    ) AS e ON true
    WHERE r.withdrawn_at IS NULL
) AS f
LEFT JOIN regions g ON g.code = f.region_code
CROSS JOIN LATERAL (
    SELECT
        md5(
            f.rule || ' ' || f.place || ' ' || coalesce(trim_scale(f.left_value)::text, '') || ' '
            || coalesce(trim_scale(f.right_value)::text, '') || ' ' || CASE
                WHEN f.raw IS NOT NULL THEN regexp_replace(f.raw, '[[:space:]]', '', 'g')
                WHEN coalesce(f.left_value, f.right_value) IS NOT NULL THEN ''
                ELSE f.detail
            END
        ) AS says
) AS s
-- of two agencies that are one now the later word counts
LEFT JOIN (
    SELECT DISTINCT ON (coalesce(o.merged_into, o.id), w.year, w.says)
        coalesce(o.merged_into, o.id) AS agency_id, w.year, w.rule, w.place, w.says,
        w.decision, w.why, w.decided_by, w.decided_at
    FROM decisions w
    JOIN agencies o ON o.id = w.agency_id
    WHERE w.rule IS NOT NULL AND w.reopened_at IS NULL
    ORDER BY coalesce(o.merged_into, o.id), w.year, w.says, w.decided_at DESC, w.id DESC
) AS d
    ON d.agency_id = f.agency_id AND d.year = f.year AND d.rule = f.rule AND d.place = f.place
    -- not as a hash key: the digest is then made for the few that agree so far
    AND d.says IS NOT DISTINCT FROM s.says;

COMMENT ON VIEW v_findings IS '现行版本的问题：所取解读的，以及整份年报的（各来源之间） / What stands against the current revisions';
COMMENT ON COLUMN v_findings.agency_id IS '机关编号 / Agency';
COMMENT ON COLUMN v_findings.agency IS '机关规范名称 / Canonical name of the agency';
COMMENT ON COLUMN v_findings.year IS '年度 / Report year';
COMMENT ON COLUMN v_findings.rule IS '规则 / Rule';
COMMENT ON COLUMN v_findings.severity IS '程度：error、warning、info / Severity';
COMMENT ON COLUMN v_findings.cause IS '原因：published 原文如此，reading 可能误读，unknown 不明 / Cause';
COMMENT ON COLUMN v_findings.place IS '位置（代码路径） / Where, as a path of codes';
COMMENT ON COLUMN v_findings.left_value IS '左边数值 / Left side';
COMMENT ON COLUMN v_findings.right_value IS '右边数值 / Right side';
COMMENT ON COLUMN v_findings.raw IS '原文 / Text as printed';
COMMENT ON COLUMN v_findings.detail IS '说明 / Explanation';
COMMENT ON COLUMN v_findings.verdict IS '年报结论 / Verdict of the report';
COMMENT ON COLUMN v_findings.site IS '站点 / Site';
COMMENT ON COLUMN v_findings.source_url IS '所读来源的网址 / URL of the source that is shown';
COMMENT ON COLUMN v_findings.about_source IS '所涉其他来源的网址：另一副本、上年年报、所比机关的年报 / URL of the other source that it is about: another copy, last year''s report, the report of another agency';
COMMENT ON COLUMN v_findings.finding_id IS '问题编号 / Number of the finding';
COMMENT ON COLUMN v_findings.finding IS '问题代号（机关-年度-摘要），重跑不变，供 scrapy findings resolve / Handle of the finding, the same after every re-run; for scrapy findings resolve';
COMMENT ON COLUMN v_findings.decision IS '人工裁定：published 原文如此，misread 误读，dismissed 无碍，未裁定为空 / Decision of a person: published, misread, dismissed; NULL: none';
COMMENT ON COLUMN v_findings.decided_why IS '裁定理由 / Reason of the decision';
COMMENT ON COLUMN v_findings.decided_by IS '裁定人 / Who decided';
COMMENT ON COLUMN v_findings.decided_at IS '裁定时间 / When it was decided';
COMMENT ON COLUMN v_findings.agency_kind IS '机关类别 / Kind of the agency';
COMMENT ON COLUMN v_findings.region_code IS '行政区划代码 / Code of the region';
COMMENT ON COLUMN v_findings.region IS '行政区划名称 / Name of the region';
COMMENT ON COLUMN v_findings.says IS '问题内容之摘要 / Digest of what the finding says';
