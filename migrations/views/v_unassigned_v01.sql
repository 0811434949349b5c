CREATE VIEW v_unassigned AS
SELECT
    t.id AS reading_id,
    c.site,
    c.url,
    t.member,
    t.verdict,
    t.reason,
    t.form,
    t.agency,
    t.agency_code,
    t.agency_id,
    t.year,
    t.headline,
    CASE
        WHEN t.agency_id IS NULL AND t.year IS NULL THEN 'agency, year'
        WHEN t.agency_id IS NULL THEN 'agency'
        ELSE 'year'
    END AS unknown,
    (
        SELECT string_agg(f.detail, '; ' ORDER BY f.id)
        FROM findings f
        WHERE f.reading_id = t.id AND f.rule LIKE 'register.%'
    ) AS why,
    t.sha256,
    c.fetched_at
FROM readings t
LEFT JOIN LATERAL (
    SELECT x.site, x.url, x.fetched_at
    FROM captures x
    WHERE x.sha256 = t.sha256 AND x.context_digest = t.context_digest
    ORDER BY x.fetched_at DESC
    LIMIT 1
) AS c ON true
WHERE t.verdict IN ('accepted', 'review')
    AND (t.agency_id IS NULL OR t.year IS NULL)
    AND NOT EXISTS (
        SELECT FROM readings n
        WHERE n.sha256 = t.sha256 AND n.member = t.member AND n.context_digest = t.context_digest AND n.id > t.id
    );

COMMENT ON VIEW v_unassigned IS '读出但未能确定机关或年度的年报 / Reports that were read, but whose agency or year is not known';
COMMENT ON COLUMN v_unassigned.reading_id IS '解读编号 / Reading';
COMMENT ON COLUMN v_unassigned.site IS '站点 / Site';
COMMENT ON COLUMN v_unassigned.url IS '网址 / URL';
COMMENT ON COLUMN v_unassigned.member IS '压缩包内文件 / Member of an archive';
COMMENT ON COLUMN v_unassigned.verdict IS '解读结论 / Verdict of the reading';
COMMENT ON COLUMN v_unassigned.reason IS '原因 / Reason';
COMMENT ON COLUMN v_unassigned.form IS '格式 / Generation of the form';
COMMENT ON COLUMN v_unassigned.agency IS '所示机关名称 / Agency as identified';
COMMENT ON COLUMN v_unassigned.agency_code IS '所示机关代码 / Code of the agency as identified';
COMMENT ON COLUMN v_unassigned.agency_id IS '机关编号，已定时 / Agency, where that is known';
COMMENT ON COLUMN v_unassigned.year IS '年度，已定时 / Report year, where that is known';
COMMENT ON COLUMN v_unassigned.headline IS '标题 / Headline';
COMMENT ON COLUMN v_unassigned.unknown IS '所缺：agency 机关，year 年度 / What is not known';
COMMENT ON COLUMN v_unassigned.why IS '名录的说明 / What the register says';
COMMENT ON COLUMN v_unassigned.sha256 IS '原始文件摘要 / Object';
COMMENT ON COLUMN v_unassigned.fetched_at IS '最近采集时间 / Last capture';
