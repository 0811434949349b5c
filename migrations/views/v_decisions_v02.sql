CREATE OR REPLACE VIEW v_decisions AS
SELECT
    d.id AS decision_id,
    a.id AS agency_id,
    a.name AS agency,
    d.year,
    d.decision,
    d.rule,
    d.place,
    d.left_value,
    d.right_value,
    d.raw,
    d.value,
    d.why,
    d.evidence,
    d.sha256,
    d.cell,
    d.decided_by,
    d.decided_at,
    CASE
        WHEN d.reopened_at IS NOT NULL THEN 'reopened'
        WHEN d.rule IS NOT NULL THEN
            CASE
                WHEN finding_stands(a.id, d.year, d.rule, d.place, d.says) THEN 'in_force'
                ELSE 'lapsed'
            END
        WHEN regexp_replace(n.raw, '[[:space:]]', '', 'g') = regexp_replace(d.raw, '[[:space:]]', '', 'g')
            AND n.value IS NOT DISTINCT FROM d.left_value THEN 'in_force'
        ELSE 'lapsed'
    END AS state,
    n.raw AS raw_now,
    n.value AS value_now,
    d.reopened_at,
    d.reopened_by,
    d.reopened_why,
    d.says
FROM decisions d
JOIN agencies o ON o.id = d.agency_id
JOIN agencies a ON a.id = coalesce(o.merged_into, o.id)
LEFT JOIN LATERAL (
    SELECT
        x.raw,
    CASE split_part(x.path, '.', 1)
        WHEN 'disclosure' THEN (
            SELECT (to_jsonb(t) ->> regexp_replace(x.path, '^.*[.]', ''))::numeric FROM disclosure_rows t
            WHERE t.agency_id = x.agency_id AND t.year = x.year AND t.revision = x.revision
                AND t.item = regexp_replace(x.path, '^[^.]+[.](.*)[.][^.]+$', '\1')
        )
        WHEN 'applications' THEN (
            SELECT (to_jsonb(t) ->> regexp_replace(x.path, '^.*[.]', ''))::numeric FROM application_rows t
            WHERE t.agency_id = x.agency_id AND t.year = x.year AND t.revision = x.revision
                AND t.item = regexp_replace(x.path, '^[^.]+[.](.*)[.][^.]+$', '\1')
        )
        WHEN 'review' THEN (
            SELECT (to_jsonb(t) ->> regexp_replace(x.path, '^.*[.]', ''))::numeric FROM review_rows t
            WHERE t.agency_id = x.agency_id AND t.year = x.year AND t.revision = x.revision
                AND t.channel = regexp_replace(x.path, '^[^.]+[.](.*)[.][^.]+$', '\1')
        )
        WHEN 'indicators' THEN (
            SELECT (to_jsonb(t) ->> 'value')::numeric FROM indicator_rows t
            WHERE t.agency_id = x.agency_id AND t.year = x.year AND t.revision = x.revision
                AND t.code = substr(x.path, 12)
        )
    END AS value
    FROM reports r
    JOIN cells x USING (agency_id, year, revision)
    WHERE r.agency_id = a.id AND r.year = d.year AND r.withdrawn_at IS NULL AND x.path = d.place
) AS n ON d.rule IS NULL;

COMMENT ON VIEW v_decisions IS '人工裁定及其现状 / Decisions of people, and whether they still hold';
COMMENT ON COLUMN v_decisions.decision_id IS '裁定编号 / Decision number';
COMMENT ON COLUMN v_decisions.agency_id IS '机关编号（并入者取现机关） / Agency; of a merged one the agency that it is now';
COMMENT ON COLUMN v_decisions.agency IS '机关规范名称 / Canonical name of the agency';
COMMENT ON COLUMN v_decisions.year IS '年度 / Report year';
COMMENT ON COLUMN v_decisions.decision IS '裁定：published 原文如此，misread 误读，dismissed 无碍，corrected 更正 / published, misread, dismissed, corrected';
COMMENT ON COLUMN v_decisions.rule IS '规则，更正为空 / Rule of the finding; NULL: a correction';
COMMENT ON COLUMN v_decisions.place IS '位置（代码路径） / Where, as a path of codes';
COMMENT ON COLUMN v_decisions.left_value IS '裁定时左边数值，更正则为所读数值 / Left side when decided; of a correction, as read';
COMMENT ON COLUMN v_decisions.right_value IS '裁定时右边数值 / Right side when decided';
COMMENT ON COLUMN v_decisions.raw IS '裁定时所读原文 / Text as read when decided';
COMMENT ON COLUMN v_decisions.value IS '更正后数值，空白为空 / Corrected value, NULL for a blank cell';
COMMENT ON COLUMN v_decisions.why IS '理由 / Reason';
COMMENT ON COLUMN v_decisions.evidence IS '证据 / Evidence';
COMMENT ON COLUMN v_decisions.sha256 IS '裁定所据原件 / Original that was looked at';
COMMENT ON COLUMN v_decisions.cell IS '单元格在原件中的位置 / Where in the original the cell was read';
COMMENT ON COLUMN v_decisions.decided_by IS '裁定人 / Who decided';
COMMENT ON COLUMN v_decisions.decided_at IS '裁定时间 / When';
COMMENT ON COLUMN v_decisions.state IS '现状：in_force 有效，lapsed 数值已变而失效，reopened 已撤回 / in_force; lapsed: the numbers are others now; reopened: taken back';
COMMENT ON COLUMN v_decisions.raw_now IS '单元格现读原文 / Text of the cell as read now';
COMMENT ON COLUMN v_decisions.value_now IS '单元格现读数值 / Value of the cell as read now';
COMMENT ON COLUMN v_decisions.reopened_at IS '撤回时间 / When it was taken back';
COMMENT ON COLUMN v_decisions.reopened_by IS '撤回人 / Who took it back';
COMMENT ON COLUMN v_decisions.reopened_why IS '撤回理由 / Why it was taken back';
COMMENT ON COLUMN v_decisions.says IS '问题内容之摘要 / Digest of what the finding says';
