CREATE VIEW v_findings AS
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
    f.id AS finding_id
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
    f.id
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
    NULL,
    NULL
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
        || CASE WHEN count(*) > 1 THEN ' and ' || count(*) - 1 || ' more' ELSE '' END AS detail
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
WHERE r.withdrawn_at IS NULL;

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
COMMENT ON COLUMN v_findings.about_source IS '所涉其他来源 / Other source that it is about';
COMMENT ON COLUMN v_findings.finding_id IS '问题编号 / Number of the finding';
