CREATE OR REPLACE VIEW v_timeliness AS
SELECT
    d.agency_id,
    d.agency,
    d.agency_kind,
    d.site,
    d.year,
    d.due_on,
    d.published_on,
    d.first_captured_on,
    CASE
        WHEN d.due_on IS NULL THEN 'unknown'
        WHEN least(d.published_on, d.first_captured_on) <= d.due_on THEN 'on_time'
        WHEN d.published_on IS NOT NULL THEN 'late'
        ELSE 'unknown'
    END AS timeliness,
    CASE
        WHEN least(d.published_on, d.first_captured_on) <= d.due_on THEN 0
        WHEN d.published_on IS NOT NULL THEN least(d.published_on, d.first_captured_on) - d.due_on
    END AS days_late,
    d.region_code,
    d.region
FROM (
    SELECT
        r.agency_id,
        a.name AS agency,
        a.kind AS agency_kind,
        v.site,
        r.year,
        v.published_on,
        (r.first_seen AT TIME ZONE 'Asia/Shanghai')::date AS first_captured_on,
        report_due_on(a.kind, r.year) AS due_on,
        a.region_code,
        g.name AS region
    FROM reports r
    JOIN revisions v USING (agency_id, year, revision)
    JOIN agencies a ON a.id = r.agency_id
    LEFT JOIN regions g ON g.code = a.region_code
    WHERE r.withdrawn_at IS NULL
) AS d;

COMMENT ON VIEW v_timeliness IS '是否按期公布：《政府信息公开条例》第四十九条，2018年度及以前为第三十一条（2008年施行） / Published in time? Regulations of 2019, article 49; for 2018 and before, those of 2008, article 31';
COMMENT ON COLUMN v_timeliness.agency_id IS '机关编号 / Agency';
COMMENT ON COLUMN v_timeliness.agency IS '机关规范名称 / Canonical name of the agency';
COMMENT ON COLUMN v_timeliness.agency_kind IS '机关类别 / Kind of the agency';
COMMENT ON COLUMN v_timeliness.site IS '站点 / Site';
COMMENT ON COLUMN v_timeliness.year IS '年度 / Report year';
COMMENT ON COLUMN v_timeliness.due_on IS '公布期限（report_due_on）：部门及政府办公机构次年1月31日，其余次年3月31日（乡镇、街道、开发区等法无明文，取较晚者）；2018年度及以前均为3月31日；类别不详为空 / Day by which it is due (report_due_on): departments and government offices 31 January, all others 31 March of the next year (of townships, subdistricts, zones and the like the law is silent: the later date); 31 March for all up to 2018; NULL for an unknown kind';
COMMENT ON COLUMN v_timeliness.published_on IS '页面所印发布日期 / Publication date as printed';
COMMENT ON COLUMN v_timeliness.first_captured_on IS '首次采集日期（北京时间，含网页档案）：此日已公布 / First capture, archives included (Beijing time): it was out by then';
COMMENT ON COLUMN v_timeliness.timeliness IS 'on_time 按期，late 逾期，unknown 不明（无所印日期且采集晚于期限） / on_time, late, or unknown (no printed date, and captured after it was due)';
COMMENT ON COLUMN v_timeliness.days_late IS '逾期天数，按期为0，不明为空 / Days late, 0 in time, NULL unknown';
COMMENT ON COLUMN v_timeliness.region_code IS '行政区划代码 / Code of the region';
COMMENT ON COLUMN v_timeliness.region IS '行政区划名称 / Name of the region';
