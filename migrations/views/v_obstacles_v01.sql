CREATE VIEW v_obstacles AS
SELECT
    r.site,
    r.id AS run_id,
    (r.started_at AT TIME ZONE 'Asia/Shanghai')::date AS day,
    split_part(s.key, '/', 2) AS kind,
    split_part(s.key, '/', 3) AS name,
    split_part(s.key, '/', 4) AS host,
    CASE WHEN split_part(s.key, '/', 5) <> '' THEN '/' || split_part(s.key, '/', 5) || '/' END AS subtree,
    s.value::bigint AS times
FROM runs r
CROSS JOIN LATERAL jsonb_each_text(r.stats) AS s(key, value)
WHERE s.key LIKE 'obstacle/%';

COMMENT ON VIEW v_obstacles IS '采集所遇障碍，每次运行、每种障碍、每处一行 / What stood between a run and the pages it asked for, one row per run, obstacle and place';
COMMENT ON COLUMN v_obstacles.site IS '站点 / Site';
COMMENT ON COLUMN v_obstacles.run_id IS '运行编号 / Run';
COMMENT ON COLUMN v_obstacles.day IS '运行日期（北京时间） / Day on which the run began, Beijing time';
COMMENT ON COLUMN v_obstacles.kind IS '类别：challenge 脚本或验证码，waf 防火墙或地域限制，forbidden 拒绝访问，soft_404 状态200的不存在页，stub 空页，robots 爬虫协议禁止，off_list 名单外主机，left_alone 因上述而未请求，no_answer 重试后仍无应答，tls 需旧版TLS或改用http，redirect 重定向不止，encoding 编码标注不实，browser 须用浏览器，emptied 原有条目的列表变空 / Kind: challenge script or captcha, waf firewall or geo fence, forbidden 401 403 405 406 451, soft_404, stub, robots, off_list host that may not be entered, left_alone not asked because of one of these, no_answer after all retries, tls old TLS or plain http needed, redirect that leads nowhere, encoding label that lies, browser needed and none there, emptied list that had items before';
COMMENT ON COLUMN v_obstacles.name IS '产品或原因（crawler/blocks.toml） / Product or reason, as in crawler/blocks.toml';
COMMENT ON COLUMN v_obstacles.host IS '主机 / Host';
COMMENT ON COLUMN v_obstacles.subtree IS '首级路径，主机根目录或整个主机为空 / First segment of the path, NULL for pages at the root and for a whole host';
COMMENT ON COLUMN v_obstacles.times IS '次数 / How often';
