CREATE OR REPLACE VIEW v_reports AS
SELECT
    r.agency_id,
    a.name AS agency,
    a.kind AS agency_kind,
    a.region_code,
    g.name AS region,
    v.site,
    r.year,
    v.form,
    v.verdict,
    v.reason,
    v.headline,
    v.source_url,
    v.published_on,
    r.first_seen,
    -- a visit counts while the page still carried this report
    coalesce(
        (
            SELECT max(c.fetched_at)
            FROM report_sources s
            JOIN captures c ON c.url_key = s.url_key AND c.outcome = 'report'
            WHERE s.agency_id = r.agency_id AND s.year = r.year
                AND (s.lost_at IS NULL OR c.fetched_at < s.lost_at)
        ),
        r.first_seen
    ) AS last_seen,
    r.revision,
    r.scope,
    v.sha256,
    v.reader_version,
    (
        SELECT count(*) FROM report_sources s WHERE s.agency_id = r.agency_id AND s.year = r.year
    ) AS sources,
    NOT EXISTS (
        SELECT FROM report_sources s
        WHERE s.agency_id = r.agency_id AND s.year = r.year AND s.lost_at IS NULL
    ) AS vanished,
    r.scope_quote,
    coalesce(j.standing, v.verdict) AS standing,
    coalesce(j.decisions, 0) AS decisions,
    coalesce(j.corrected_cells, 0) AS corrected_cells
FROM reports r
JOIN revisions v USING (agency_id, year, revision)
JOIN agencies a ON a.id = r.agency_id
LEFT JOIN regions g ON g.code = a.region_code
LEFT JOIN v_judged j ON j.agency_id = r.agency_id AND j.year = r.year
WHERE r.withdrawn_at IS NULL;

COMMENT ON VIEW v_reports IS '年报一览，现行版本 / Reports, current revision, one row per agency and year';
COMMENT ON COLUMN v_reports.agency_id IS '机关编号 / Agency';
COMMENT ON COLUMN v_reports.agency IS '机关规范名称 / Canonical name of the agency';
COMMENT ON COLUMN v_reports.agency_kind IS '机关类别 / Kind of the agency';
COMMENT ON COLUMN v_reports.region_code IS '行政区划代码 / Code of the region';
COMMENT ON COLUMN v_reports.region IS '行政区划名称 / Name of the region';
COMMENT ON COLUMN v_reports.site IS '站点 / Site';
COMMENT ON COLUMN v_reports.year IS '年度 / Report year';
COMMENT ON COLUMN v_reports.form IS '格式：2021、2019、2014、narrative / Generation of the form';
COMMENT ON COLUMN v_reports.verdict IS '结论：accepted 采信，review 待核 / Verdict: accepted, or review while an error stands against it';
COMMENT ON COLUMN v_reports.reason IS '待核的原因 / Reason for a review';
COMMENT ON COLUMN v_reports.headline IS '标题 / Headline';
COMMENT ON COLUMN v_reports.source_url IS '所读来源的网址 / URL of the source that is shown';
COMMENT ON COLUMN v_reports.published_on IS '页面所印发布日期 / Publication date as printed';
COMMENT ON COLUMN v_reports.first_seen IS '首次采集时间 / First capture';
COMMENT ON COLUMN v_reports.last_seen IS '最近一次见到的时间 / Last capture that showed it';
COMMENT ON COLUMN v_reports.revision IS '现行版本号 / Current revision';
COMMENT ON COLUMN v_reports.scope IS '口径：agency 本机关，government 本级政府（含部门），jurisdiction 全辖区（含下级），未定为空 / What the numbers cover: the agency alone, its level of government, the whole jurisdiction; NULL: unknown';
COMMENT ON COLUMN v_reports.sha256 IS '原始文件摘要 / Object that is shown';
COMMENT ON COLUMN v_reports.reader_version IS '解读程序版本 / Version of the reader';
COMMENT ON COLUMN v_reports.sources IS '来源数 / Number of sources';
COMMENT ON COLUMN v_reports.vanished IS '已从所有来源消失 / Gone from every source';
COMMENT ON COLUMN v_reports.scope_quote IS '口径所据原文，依机关类别推定者为空 / Words the scope rests on, NULL where it is the kind of the agency';
COMMENT ON COLUMN v_reports.standing IS '结论与人工裁定：accepted 采信，accepted_by_person 经人工裁定采信，doubted_by_person 人工认定有误读而未更正，review 待核 / The reader''s verdict with the decisions of people: accepted, accepted_by_person, doubted_by_person (a person found a misreading that is not corrected), review';
COMMENT ON COLUMN v_reports.decisions IS '有效人工裁定数 / Decisions of people that hold';
COMMENT ON COLUMN v_reports.corrected_cells IS '经人工更正的单元格数 / Cells that a person corrected';
