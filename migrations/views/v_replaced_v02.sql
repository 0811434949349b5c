CREATE OR REPLACE VIEW v_replaced AS
SELECT
    n.agency_id,
    a.name AS agency,
    n.site,
    n.year,
    n.revision,
    n.revision = r.revision AS is_current,
    n.created_at AS replaced_at,
    coalesce(d.cells_changed, 0) AS cells_changed,
    coalesce(d.changes, '[]'::jsonb) AS changes,
    b.prose IS DISTINCT FROM e.prose AS prose_changed,
    o.verdict AS verdict_before,
    n.verdict,
    o.source_url AS source_url_before,
    n.source_url,
    o.sha256 AS sha256_before,
    n.sha256,
    a.kind AS agency_kind,
    a.region_code,
    g.name AS region
FROM revisions n
JOIN revisions o ON o.agency_id = n.agency_id AND o.year = n.year AND o.revision = n.revision - 1
JOIN reports r ON r.agency_id = n.agency_id AND r.year = n.year AND r.withdrawn_at IS NULL
JOIN agencies a ON a.id = n.agency_id
LEFT JOIN regions g ON g.code = a.region_code
LEFT JOIN LATERAL (
    SELECT
        count(*) AS cells_changed,
        jsonb_agg(jsonb_build_object('path', path, 'before', y.raw, 'after', x.raw) ORDER BY path) AS changes
    FROM (
        SELECT path, raw FROM cells WHERE agency_id = n.agency_id AND year = n.year AND revision = n.revision
    ) AS x
    FULL JOIN (
        SELECT path, raw FROM cells WHERE agency_id = o.agency_id AND year = o.year AND revision = o.revision
    ) AS y USING (path)
    WHERE x.raw IS DISTINCT FROM y.raw
) AS d ON true
LEFT JOIN LATERAL (
    SELECT string_agg(heading || E'\n' || text, E'\n' ORDER BY ordinal) AS prose
    FROM sections WHERE agency_id = o.agency_id AND year = o.year AND revision = o.revision
) AS b ON true
LEFT JOIN LATERAL (
    SELECT string_agg(heading || E'\n' || text, E'\n' ORDER BY ordinal) AS prose
    FROM sections WHERE agency_id = n.agency_id AND year = n.year AND revision = n.revision
) AS e ON true;

COMMENT ON VIEW v_replaced IS '在来源处被替换的年报：每次替换一行 / Reports replaced at their source, one row per replacement';
COMMENT ON COLUMN v_replaced.agency_id IS '机关编号 / Agency';
COMMENT ON COLUMN v_replaced.agency IS '机关规范名称 / Canonical name of the agency';
COMMENT ON COLUMN v_replaced.site IS '站点 / Site';
COMMENT ON COLUMN v_replaced.year IS '年度 / Report year';
COMMENT ON COLUMN v_replaced.revision IS '替换后的版本号 / Revision that took over';
COMMENT ON COLUMN v_replaced.is_current IS '是否现行版本 / Whether that revision is the current one';
COMMENT ON COLUMN v_replaced.replaced_at IS '发现替换的时间 / When the replacement was found';
COMMENT ON COLUMN v_replaced.cells_changed IS '变更单元格数 / Number of cells that changed';
COMMENT ON COLUMN v_replaced.changes IS '变更明细：path 单元格、before 原文、after 现文（所印文字，无则为空） / The changes: path, before and after as printed, null where not printed';
COMMENT ON COLUMN v_replaced.prose_changed IS '正文是否变更 / Whether the prose changed';
COMMENT ON COLUMN v_replaced.verdict_before IS '原版本结论 / Verdict of the revision before';
COMMENT ON COLUMN v_replaced.verdict IS '新版本结论 / Verdict of the revision';
COMMENT ON COLUMN v_replaced.source_url_before IS '原版本网址 / URL of the revision before';
COMMENT ON COLUMN v_replaced.source_url IS '新版本网址 / URL of the revision';
COMMENT ON COLUMN v_replaced.sha256_before IS '原版本原件摘要 / Object of the revision before';
COMMENT ON COLUMN v_replaced.sha256 IS '新版本原件摘要 / Object of the revision';
COMMENT ON COLUMN v_replaced.agency_kind IS '机关类别 / Kind of the agency';
COMMENT ON COLUMN v_replaced.region_code IS '行政区划代码 / Code of the region';
COMMENT ON COLUMN v_replaced.region IS '行政区划名称 / Name of the region';
