CREATE VIEW v_applications_wide AS
SELECT
    r.agency_id,
    a.name AS agency,
    r.year,
    v.form,
    v.verdict,
    coalesce(j.standing, v.verdict) AS standing,
    a.kind AS agency_kind,
    a.region_code,
    g.name AS region,
    v.source_url,
    CASE WHEN j.cells ? 'applications.new_received.total' THEN (j.cells ->> 'applications.new_received.total')::bigint ELSE w.new_received END AS new_received,
    CASE WHEN j.cells ? 'applications.carried_over.total' THEN (j.cells ->> 'applications.carried_over.total')::bigint ELSE w.carried_over END AS carried_over,
    CASE WHEN j.cells ? 'applications.granted.total' THEN (j.cells ->> 'applications.granted.total')::bigint ELSE w.granted END AS granted,
    CASE WHEN j.cells ? 'applications.partially_granted.total' THEN (j.cells ->> 'applications.partially_granted.total')::bigint ELSE w.partially_granted END AS partially_granted,
    CASE WHEN j.cells ? 'applications.denied.state_secret.total' THEN (j.cells ->> 'applications.denied.state_secret.total')::bigint ELSE w.denied_state_secret END AS denied_state_secret,
    CASE WHEN j.cells ? 'applications.denied.prohibited_by_law.total' THEN (j.cells ->> 'applications.denied.prohibited_by_law.total')::bigint ELSE w.denied_prohibited_by_law END AS denied_prohibited_by_law,
    CASE WHEN j.cells ? 'applications.denied.safety_stability.total' THEN (j.cells ->> 'applications.denied.safety_stability.total')::bigint ELSE w.denied_safety_stability END AS denied_safety_stability,
    CASE WHEN j.cells ? 'applications.denied.third_party_rights.total' THEN (j.cells ->> 'applications.denied.third_party_rights.total')::bigint ELSE w.denied_third_party_rights END AS denied_third_party_rights,
    CASE WHEN j.cells ? 'applications.denied.internal_affairs.total' THEN (j.cells ->> 'applications.denied.internal_affairs.total')::bigint ELSE w.denied_internal_affairs END AS denied_internal_affairs,
    CASE WHEN j.cells ? 'applications.denied.process_information.total' THEN (j.cells ->> 'applications.denied.process_information.total')::bigint ELSE w.denied_process_information END AS denied_process_information,
    CASE WHEN j.cells ? 'applications.denied.enforcement_file.total' THEN (j.cells ->> 'applications.denied.enforcement_file.total')::bigint ELSE w.denied_enforcement_file END AS denied_enforcement_file,
    CASE WHEN j.cells ? 'applications.denied.administrative_query.total' THEN (j.cells ->> 'applications.denied.administrative_query.total')::bigint ELSE w.denied_administrative_query END AS denied_administrative_query,
    CASE WHEN j.cells ? 'applications.unavailable.not_held.total' THEN (j.cells ->> 'applications.unavailable.not_held.total')::bigint ELSE w.unavailable_not_held END AS unavailable_not_held,
    CASE WHEN j.cells ? 'applications.unavailable.needs_creation.total' THEN (j.cells ->> 'applications.unavailable.needs_creation.total')::bigint ELSE w.unavailable_needs_creation END AS unavailable_needs_creation,
    CASE WHEN j.cells ? 'applications.unavailable.still_unclear.total' THEN (j.cells ->> 'applications.unavailable.still_unclear.total')::bigint ELSE w.unavailable_still_unclear END AS unavailable_still_unclear,
    CASE WHEN j.cells ? 'applications.not_processed.petition.total' THEN (j.cells ->> 'applications.not_processed.petition.total')::bigint ELSE w.not_processed_petition END AS not_processed_petition,
    CASE WHEN j.cells ? 'applications.not_processed.duplicate.total' THEN (j.cells ->> 'applications.not_processed.duplicate.total')::bigint ELSE w.not_processed_duplicate END AS not_processed_duplicate,
    CASE WHEN j.cells ? 'applications.not_processed.publication.total' THEN (j.cells ->> 'applications.not_processed.publication.total')::bigint ELSE w.not_processed_publication END AS not_processed_publication,
    CASE WHEN j.cells ? 'applications.not_processed.excessive.total' THEN (j.cells ->> 'applications.not_processed.excessive.total')::bigint ELSE w.not_processed_excessive END AS not_processed_excessive,
    CASE WHEN j.cells ? 'applications.not_processed.reconfirmation.total' THEN (j.cells ->> 'applications.not_processed.reconfirmation.total')::bigint ELSE w.not_processed_reconfirmation END AS not_processed_reconfirmation,
    CASE WHEN j.cells ? 'applications.other.not_amended.total' THEN (j.cells ->> 'applications.other.not_amended.total')::bigint ELSE w.other_not_amended END AS other_not_amended,
    CASE WHEN j.cells ? 'applications.other.fee_unpaid.total' THEN (j.cells ->> 'applications.other.fee_unpaid.total')::bigint ELSE w.other_fee_unpaid END AS other_fee_unpaid,
    CASE WHEN j.cells ? 'applications.other.other.total' THEN (j.cells ->> 'applications.other.other.total')::bigint ELSE w.other_other END AS other_other,
    CASE WHEN j.cells ? 'applications.processed_total.total' THEN (j.cells ->> 'applications.processed_total.total')::bigint ELSE w.processed_total END AS processed_total,
    CASE WHEN j.cells ? 'applications.carried_forward.total' THEN (j.cells ->> 'applications.carried_forward.total')::bigint ELSE w.carried_forward END AS carried_forward,
    CASE WHEN j.cells ? 'applications.other.total.total' THEN (j.cells ->> 'applications.other.total.total')::bigint ELSE w.other_total END AS other_total,
    CASE WHEN j.cells ? 'applications.new_received.natural_person' THEN (j.cells ->> 'applications.new_received.natural_person')::bigint ELSE w.new_received_natural_person END AS new_received_natural_person,
    CASE WHEN j.cells ? 'applications.new_received.commercial_enterprise' THEN (j.cells ->> 'applications.new_received.commercial_enterprise')::bigint ELSE w.new_received_commercial_enterprise END AS new_received_commercial_enterprise,
    CASE WHEN j.cells ? 'applications.new_received.research_institution' THEN (j.cells ->> 'applications.new_received.research_institution')::bigint ELSE w.new_received_research_institution END AS new_received_research_institution,
    CASE WHEN j.cells ? 'applications.new_received.public_interest_org' THEN (j.cells ->> 'applications.new_received.public_interest_org')::bigint ELSE w.new_received_public_interest_org END AS new_received_public_interest_org,
    CASE WHEN j.cells ? 'applications.new_received.legal_service' THEN (j.cells ->> 'applications.new_received.legal_service')::bigint ELSE w.new_received_legal_service END AS new_received_legal_service,
    CASE WHEN j.cells ? 'applications.new_received.other_org' THEN (j.cells ->> 'applications.new_received.other_org')::bigint ELSE w.new_received_other_org END AS new_received_other_org,
    CASE WHEN j.cells ? 'applications.carried_over.natural_person' THEN (j.cells ->> 'applications.carried_over.natural_person')::bigint ELSE w.carried_over_natural_person END AS carried_over_natural_person,
    CASE WHEN j.cells ? 'applications.carried_over.commercial_enterprise' THEN (j.cells ->> 'applications.carried_over.commercial_enterprise')::bigint ELSE w.carried_over_commercial_enterprise END AS carried_over_commercial_enterprise,
    CASE WHEN j.cells ? 'applications.carried_over.research_institution' THEN (j.cells ->> 'applications.carried_over.research_institution')::bigint ELSE w.carried_over_research_institution END AS carried_over_research_institution,
    CASE WHEN j.cells ? 'applications.carried_over.public_interest_org' THEN (j.cells ->> 'applications.carried_over.public_interest_org')::bigint ELSE w.carried_over_public_interest_org END AS carried_over_public_interest_org,
    CASE WHEN j.cells ? 'applications.carried_over.legal_service' THEN (j.cells ->> 'applications.carried_over.legal_service')::bigint ELSE w.carried_over_legal_service END AS carried_over_legal_service,
    CASE WHEN j.cells ? 'applications.carried_over.other_org' THEN (j.cells ->> 'applications.carried_over.other_org')::bigint ELSE w.carried_over_other_org END AS carried_over_other_org,
    CASE WHEN j.cells ? 'applications.granted.natural_person' THEN (j.cells ->> 'applications.granted.natural_person')::bigint ELSE w.granted_natural_person END AS granted_natural_person,
    CASE WHEN j.cells ? 'applications.granted.commercial_enterprise' THEN (j.cells ->> 'applications.granted.commercial_enterprise')::bigint ELSE w.granted_commercial_enterprise END AS granted_commercial_enterprise,
    CASE WHEN j.cells ? 'applications.granted.research_institution' THEN (j.cells ->> 'applications.granted.research_institution')::bigint ELSE w.granted_research_institution END AS granted_research_institution,
    CASE WHEN j.cells ? 'applications.granted.public_interest_org' THEN (j.cells ->> 'applications.granted.public_interest_org')::bigint ELSE w.granted_public_interest_org END AS granted_public_interest_org,
    CASE WHEN j.cells ? 'applications.granted.legal_service' THEN (j.cells ->> 'applications.granted.legal_service')::bigint ELSE w.granted_legal_service END AS granted_legal_service,
    CASE WHEN j.cells ? 'applications.granted.other_org' THEN (j.cells ->> 'applications.granted.other_org')::bigint ELSE w.granted_other_org END AS granted_other_org,
    CASE WHEN j.cells ? 'applications.partially_granted.natural_person' THEN (j.cells ->> 'applications.partially_granted.natural_person')::bigint ELSE w.partially_granted_natural_person END AS partially_granted_natural_person,
    CASE WHEN j.cells ? 'applications.partially_granted.commercial_enterprise' THEN (j.cells ->> 'applications.partially_granted.commercial_enterprise')::bigint ELSE w.partially_granted_commercial_enterprise END AS partially_granted_commercial_enterprise,
    CASE WHEN j.cells ? 'applications.partially_granted.research_institution' THEN (j.cells ->> 'applications.partially_granted.research_institution')::bigint ELSE w.partially_granted_research_institution END AS partially_granted_research_institution,
    CASE WHEN j.cells ? 'applications.partially_granted.public_interest_org' THEN (j.cells ->> 'applications.partially_granted.public_interest_org')::bigint ELSE w.partially_granted_public_interest_org END AS partially_granted_public_interest_org,
    CASE WHEN j.cells ? 'applications.partially_granted.legal_service' THEN (j.cells ->> 'applications.partially_granted.legal_service')::bigint ELSE w.partially_granted_legal_service END AS partially_granted_legal_service,
    CASE WHEN j.cells ? 'applications.partially_granted.other_org' THEN (j.cells ->> 'applications.partially_granted.other_org')::bigint ELSE w.partially_granted_other_org END AS partially_granted_other_org,
    CASE WHEN j.cells ? 'applications.processed_total.natural_person' THEN (j.cells ->> 'applications.processed_total.natural_person')::bigint ELSE w.processed_total_natural_person END AS processed_total_natural_person,
    CASE WHEN j.cells ? 'applications.processed_total.commercial_enterprise' THEN (j.cells ->> 'applications.processed_total.commercial_enterprise')::bigint ELSE w.processed_total_commercial_enterprise END AS processed_total_commercial_enterprise,
    CASE WHEN j.cells ? 'applications.processed_total.research_institution' THEN (j.cells ->> 'applications.processed_total.research_institution')::bigint ELSE w.processed_total_research_institution END AS processed_total_research_institution,
    CASE WHEN j.cells ? 'applications.processed_total.public_interest_org' THEN (j.cells ->> 'applications.processed_total.public_interest_org')::bigint ELSE w.processed_total_public_interest_org END AS processed_total_public_interest_org,
    CASE WHEN j.cells ? 'applications.processed_total.legal_service' THEN (j.cells ->> 'applications.processed_total.legal_service')::bigint ELSE w.processed_total_legal_service END AS processed_total_legal_service,
    CASE WHEN j.cells ? 'applications.processed_total.other_org' THEN (j.cells ->> 'applications.processed_total.other_org')::bigint ELSE w.processed_total_other_org END AS processed_total_other_org,
    CASE WHEN j.cells ? 'applications.carried_forward.natural_person' THEN (j.cells ->> 'applications.carried_forward.natural_person')::bigint ELSE w.carried_forward_natural_person END AS carried_forward_natural_person,
    CASE WHEN j.cells ? 'applications.carried_forward.commercial_enterprise' THEN (j.cells ->> 'applications.carried_forward.commercial_enterprise')::bigint ELSE w.carried_forward_commercial_enterprise END AS carried_forward_commercial_enterprise,
    CASE WHEN j.cells ? 'applications.carried_forward.research_institution' THEN (j.cells ->> 'applications.carried_forward.research_institution')::bigint ELSE w.carried_forward_research_institution END AS carried_forward_research_institution,
    CASE WHEN j.cells ? 'applications.carried_forward.public_interest_org' THEN (j.cells ->> 'applications.carried_forward.public_interest_org')::bigint ELSE w.carried_forward_public_interest_org END AS carried_forward_public_interest_org,
    CASE WHEN j.cells ? 'applications.carried_forward.legal_service' THEN (j.cells ->> 'applications.carried_forward.legal_service')::bigint ELSE w.carried_forward_legal_service END AS carried_forward_legal_service,
    CASE WHEN j.cells ? 'applications.carried_forward.other_org' THEN (j.cells ->> 'applications.carried_forward.other_org')::bigint ELSE w.carried_forward_other_org END AS carried_forward_other_org
FROM reports r
JOIN revisions v USING (agency_id, year, revision)
JOIN agencies a ON a.id = r.agency_id
LEFT JOIN regions g ON g.code = a.region_code
LEFT JOIN v_judged j ON j.agency_id = r.agency_id AND j.year = r.year
-- report by report, so that any condition on report, agency or region is applied before the rows are read
JOIN LATERAL (
    SELECT
        max(x.total) FILTER (WHERE x.item = 'new_received') AS new_received,
        max(x.total) FILTER (WHERE x.item = 'carried_over') AS carried_over,
        max(x.total) FILTER (WHERE x.item = 'granted') AS granted,
        max(x.total) FILTER (WHERE x.item = 'partially_granted') AS partially_granted,
        max(x.total) FILTER (WHERE x.item = 'denied.state_secret') AS denied_state_secret,
        max(x.total) FILTER (WHERE x.item = 'denied.prohibited_by_law') AS denied_prohibited_by_law,
        max(x.total) FILTER (WHERE x.item = 'denied.safety_stability') AS denied_safety_stability,
        max(x.total) FILTER (WHERE x.item = 'denied.third_party_rights') AS denied_third_party_rights,
        max(x.total) FILTER (WHERE x.item = 'denied.internal_affairs') AS denied_internal_affairs,
        max(x.total) FILTER (WHERE x.item = 'denied.process_information') AS denied_process_information,
        max(x.total) FILTER (WHERE x.item = 'denied.enforcement_file') AS denied_enforcement_file,
        max(x.total) FILTER (WHERE x.item = 'denied.administrative_query') AS denied_administrative_query,
        max(x.total) FILTER (WHERE x.item = 'unavailable.not_held') AS unavailable_not_held,
        max(x.total) FILTER (WHERE x.item = 'unavailable.needs_creation') AS unavailable_needs_creation,
        max(x.total) FILTER (WHERE x.item = 'unavailable.still_unclear') AS unavailable_still_unclear,
        max(x.total) FILTER (WHERE x.item = 'not_processed.petition') AS not_processed_petition,
        max(x.total) FILTER (WHERE x.item = 'not_processed.duplicate') AS not_processed_duplicate,
        max(x.total) FILTER (WHERE x.item = 'not_processed.publication') AS not_processed_publication,
        max(x.total) FILTER (WHERE x.item = 'not_processed.excessive') AS not_processed_excessive,
        max(x.total) FILTER (WHERE x.item = 'not_processed.reconfirmation') AS not_processed_reconfirmation,
        max(x.total) FILTER (WHERE x.item = 'other.not_amended') AS other_not_amended,
        max(x.total) FILTER (WHERE x.item = 'other.fee_unpaid') AS other_fee_unpaid,
        max(x.total) FILTER (WHERE x.item = 'other.other') AS other_other,
        max(x.total) FILTER (WHERE x.item = 'processed_total') AS processed_total,
        max(x.total) FILTER (WHERE x.item = 'carried_forward') AS carried_forward,
        max(x.total) FILTER (WHERE x.item = 'other.total') AS other_total,
        max(x.natural_person) FILTER (WHERE x.item = 'new_received') AS new_received_natural_person,
        max(x.commercial_enterprise) FILTER (WHERE x.item = 'new_received') AS new_received_commercial_enterprise,
        max(x.research_institution) FILTER (WHERE x.item = 'new_received') AS new_received_research_institution,
        max(x.public_interest_org) FILTER (WHERE x.item = 'new_received') AS new_received_public_interest_org,
        max(x.legal_service) FILTER (WHERE x.item = 'new_received') AS new_received_legal_service,
        max(x.other_org) FILTER (WHERE x.item = 'new_received') AS new_received_other_org,
        max(x.natural_person) FILTER (WHERE x.item = 'carried_over') AS carried_over_natural_person,
        max(x.commercial_enterprise) FILTER (WHERE x.item = 'carried_over') AS carried_over_commercial_enterprise,
        max(x.research_institution) FILTER (WHERE x.item = 'carried_over') AS carried_over_research_institution,
        max(x.public_interest_org) FILTER (WHERE x.item = 'carried_over') AS carried_over_public_interest_org,
        max(x.legal_service) FILTER (WHERE x.item = 'carried_over') AS carried_over_legal_service,
        max(x.other_org) FILTER (WHERE x.item = 'carried_over') AS carried_over_other_org,
        max(x.natural_person) FILTER (WHERE x.item = 'granted') AS granted_natural_person,
        max(x.commercial_enterprise) FILTER (WHERE x.item = 'granted') AS granted_commercial_enterprise,
        max(x.research_institution) FILTER (WHERE x.item = 'granted') AS granted_research_institution,
        max(x.public_interest_org) FILTER (WHERE x.item = 'granted') AS granted_public_interest_org,
        max(x.legal_service) FILTER (WHERE x.item = 'granted') AS granted_legal_service,
        max(x.other_org) FILTER (WHERE x.item = 'granted') AS granted_other_org,
        max(x.natural_person) FILTER (WHERE x.item = 'partially_granted') AS partially_granted_natural_person,
        max(x.commercial_enterprise) FILTER (WHERE x.item = 'partially_granted') AS partially_granted_commercial_enterprise,
        max(x.research_institution) FILTER (WHERE x.item = 'partially_granted') AS partially_granted_research_institution,
        max(x.public_interest_org) FILTER (WHERE x.item = 'partially_granted') AS partially_granted_public_interest_org,
        max(x.legal_service) FILTER (WHERE x.item = 'partially_granted') AS partially_granted_legal_service,
        max(x.other_org) FILTER (WHERE x.item = 'partially_granted') AS partially_granted_other_org,
        max(x.natural_person) FILTER (WHERE x.item = 'processed_total') AS processed_total_natural_person,
        max(x.commercial_enterprise) FILTER (WHERE x.item = 'processed_total') AS processed_total_commercial_enterprise,
        max(x.research_institution) FILTER (WHERE x.item = 'processed_total') AS processed_total_research_institution,
        max(x.public_interest_org) FILTER (WHERE x.item = 'processed_total') AS processed_total_public_interest_org,
        max(x.legal_service) FILTER (WHERE x.item = 'processed_total') AS processed_total_legal_service,
        max(x.other_org) FILTER (WHERE x.item = 'processed_total') AS processed_total_other_org,
        max(x.natural_person) FILTER (WHERE x.item = 'carried_forward') AS carried_forward_natural_person,
        max(x.commercial_enterprise) FILTER (WHERE x.item = 'carried_forward') AS carried_forward_commercial_enterprise,
        max(x.research_institution) FILTER (WHERE x.item = 'carried_forward') AS carried_forward_research_institution,
        max(x.public_interest_org) FILTER (WHERE x.item = 'carried_forward') AS carried_forward_public_interest_org,
        max(x.legal_service) FILTER (WHERE x.item = 'carried_forward') AS carried_forward_legal_service,
        max(x.other_org) FILTER (WHERE x.item = 'carried_forward') AS carried_forward_other_org
    FROM application_rows x
    WHERE x.agency_id = r.agency_id AND x.year = r.year AND x.revision = r.revision
    HAVING count(*) > 0
) AS w ON true
WHERE r.withdrawn_at IS NULL;

COMMENT ON VIEW v_applications_wide IS '收到和处理申请情况，每份年报一行，每项一列 / Applications, one row per report, a column per row of the form; v_applications is the long form';
COMMENT ON COLUMN v_applications_wide.agency_id IS '机关编号 / Agency';
COMMENT ON COLUMN v_applications_wide.agency IS '机关规范名称 / Canonical name of the agency';
COMMENT ON COLUMN v_applications_wide.year IS '年度 / Report year';
COMMENT ON COLUMN v_applications_wide.form IS '格式 / Generation of the form';
COMMENT ON COLUMN v_applications_wide.verdict IS '年报结论 / Verdict of the report';
COMMENT ON COLUMN v_applications_wide.standing IS '结论与人工裁定：见 v_reports.standing / Verdict and decisions of people, see v_reports.standing';
COMMENT ON COLUMN v_applications_wide.agency_kind IS '机关类别 / Kind of the agency';
COMMENT ON COLUMN v_applications_wide.region_code IS '行政区划代码 / Code of the region';
COMMENT ON COLUMN v_applications_wide.region IS '行政区划名称 / Name of the region';
COMMENT ON COLUMN v_applications_wide.source_url IS '来源网址 / URL of the source';
COMMENT ON COLUMN v_applications_wide.new_received IS '一、本年新收政府信息公开申请数量：总计 / new_received, total';
COMMENT ON COLUMN v_applications_wide.carried_over IS '二、上年结转政府信息公开申请数量：总计 / carried_over, total';
COMMENT ON COLUMN v_applications_wide.granted IS '（一）予以公开：总计 / granted, total';
COMMENT ON COLUMN v_applications_wide.partially_granted IS '（二）部分公开（区分处理的，只计这一情形，不计其他情形）：总计 / partially_granted, total';
COMMENT ON COLUMN v_applications_wide.denied_state_secret IS '1.属于国家秘密：总计 / denied.state_secret, total';
COMMENT ON COLUMN v_applications_wide.denied_prohibited_by_law IS '2.其他法律行政法规禁止公开：总计 / denied.prohibited_by_law, total';
COMMENT ON COLUMN v_applications_wide.denied_safety_stability IS '3.危及“三安全一稳定”：总计 / denied.safety_stability, total';
COMMENT ON COLUMN v_applications_wide.denied_third_party_rights IS '4.保护第三方合法权益：总计 / denied.third_party_rights, total';
COMMENT ON COLUMN v_applications_wide.denied_internal_affairs IS '5.属于三类内部事务信息：总计 / denied.internal_affairs, total';
COMMENT ON COLUMN v_applications_wide.denied_process_information IS '6.属于四类过程性信息：总计 / denied.process_information, total';
COMMENT ON COLUMN v_applications_wide.denied_enforcement_file IS '7.属于行政执法案卷：总计 / denied.enforcement_file, total';
COMMENT ON COLUMN v_applications_wide.denied_administrative_query IS '8.属于行政查询事项：总计 / denied.administrative_query, total';
COMMENT ON COLUMN v_applications_wide.unavailable_not_held IS '1.本机关不掌握相关政府信息：总计 / unavailable.not_held, total';
COMMENT ON COLUMN v_applications_wide.unavailable_needs_creation IS '2.没有现成信息需要另行制作：总计 / unavailable.needs_creation, total';
COMMENT ON COLUMN v_applications_wide.unavailable_still_unclear IS '3.补正后申请内容仍不明确：总计 / unavailable.still_unclear, total';
COMMENT ON COLUMN v_applications_wide.not_processed_petition IS '1.信访举报投诉类申请：总计 / not_processed.petition, total';
COMMENT ON COLUMN v_applications_wide.not_processed_duplicate IS '2.重复申请：总计 / not_processed.duplicate, total';
COMMENT ON COLUMN v_applications_wide.not_processed_publication IS '3.要求提供公开出版物：总计 / not_processed.publication, total';
COMMENT ON COLUMN v_applications_wide.not_processed_excessive IS '4.无正当理由大量反复申请：总计 / not_processed.excessive, total';
COMMENT ON COLUMN v_applications_wide.not_processed_reconfirmation IS '5.要求行政机关确认或重新出具已获取信息：总计 / not_processed.reconfirmation, total';
COMMENT ON COLUMN v_applications_wide.other_not_amended IS '1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请：总计 / other.not_amended, total';
COMMENT ON COLUMN v_applications_wide.other_fee_unpaid IS '2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请：总计 / other.fee_unpaid, total';
COMMENT ON COLUMN v_applications_wide.other_other IS '3.其他：总计 / other.other, total';
COMMENT ON COLUMN v_applications_wide.processed_total IS '（七）总计：总计 / processed_total, total';
COMMENT ON COLUMN v_applications_wide.carried_forward IS '四、结转下年度继续办理：总计 / carried_forward, total';
COMMENT ON COLUMN v_applications_wide.other_total IS '（六）其他处理：总计 / other.total, total';
COMMENT ON COLUMN v_applications_wide.new_received_natural_person IS '一、本年新收政府信息公开申请数量：自然人 / new_received, natural_person';
COMMENT ON COLUMN v_applications_wide.new_received_commercial_enterprise IS '一、本年新收政府信息公开申请数量：商业企业 / new_received, commercial_enterprise';
COMMENT ON COLUMN v_applications_wide.new_received_research_institution IS '一、本年新收政府信息公开申请数量：科研机构 / new_received, research_institution';
COMMENT ON COLUMN v_applications_wide.new_received_public_interest_org IS '一、本年新收政府信息公开申请数量：社会公益组织 / new_received, public_interest_org';
COMMENT ON COLUMN v_applications_wide.new_received_legal_service IS '一、本年新收政府信息公开申请数量：法律服务机构 / new_received, legal_service';
COMMENT ON COLUMN v_applications_wide.new_received_other_org IS '一、本年新收政府信息公开申请数量：其他 / new_received, other_org';
COMMENT ON COLUMN v_applications_wide.carried_over_natural_person IS '二、上年结转政府信息公开申请数量：自然人 / carried_over, natural_person';
COMMENT ON COLUMN v_applications_wide.carried_over_commercial_enterprise IS '二、上年结转政府信息公开申请数量：商业企业 / carried_over, commercial_enterprise';
COMMENT ON COLUMN v_applications_wide.carried_over_research_institution IS '二、上年结转政府信息公开申请数量：科研机构 / carried_over, research_institution';
COMMENT ON COLUMN v_applications_wide.carried_over_public_interest_org IS '二、上年结转政府信息公开申请数量：社会公益组织 / carried_over, public_interest_org';
COMMENT ON COLUMN v_applications_wide.carried_over_legal_service IS '二、上年结转政府信息公开申请数量：法律服务机构 / carried_over, legal_service';
COMMENT ON COLUMN v_applications_wide.carried_over_other_org IS '二、上年结转政府信息公开申请数量：其他 / carried_over, other_org';
COMMENT ON COLUMN v_applications_wide.granted_natural_person IS '（一）予以公开：自然人 / granted, natural_person';
COMMENT ON COLUMN v_applications_wide.granted_commercial_enterprise IS '（一）予以公开：商业企业 / granted, commercial_enterprise';
COMMENT ON COLUMN v_applications_wide.granted_research_institution IS '（一）予以公开：科研机构 / granted, research_institution';
COMMENT ON COLUMN v_applications_wide.granted_public_interest_org IS '（一）予以公开：社会公益组织 / granted, public_interest_org';
COMMENT ON COLUMN v_applications_wide.granted_legal_service IS '（一）予以公开：法律服务机构 / granted, legal_service';
COMMENT ON COLUMN v_applications_wide.granted_other_org IS '（一）予以公开：其他 / granted, other_org';
COMMENT ON COLUMN v_applications_wide.partially_granted_natural_person IS '（二）部分公开（区分处理的，只计这一情形，不计其他情形）：自然人 / partially_granted, natural_person';
COMMENT ON COLUMN v_applications_wide.partially_granted_commercial_enterprise IS '（二）部分公开（区分处理的，只计这一情形，不计其他情形）：商业企业 / partially_granted, commercial_enterprise';
COMMENT ON COLUMN v_applications_wide.partially_granted_research_institution IS '（二）部分公开（区分处理的，只计这一情形，不计其他情形）：科研机构 / partially_granted, research_institution';
COMMENT ON COLUMN v_applications_wide.partially_granted_public_interest_org IS '（二）部分公开（区分处理的，只计这一情形，不计其他情形）：社会公益组织 / partially_granted, public_interest_org';
COMMENT ON COLUMN v_applications_wide.partially_granted_legal_service IS '（二）部分公开（区分处理的，只计这一情形，不计其他情形）：法律服务机构 / partially_granted, legal_service';
COMMENT ON COLUMN v_applications_wide.partially_granted_other_org IS '（二）部分公开（区分处理的，只计这一情形，不计其他情形）：其他 / partially_granted, other_org';
COMMENT ON COLUMN v_applications_wide.processed_total_natural_person IS '（七）总计：自然人 / processed_total, natural_person';
COMMENT ON COLUMN v_applications_wide.processed_total_commercial_enterprise IS '（七）总计：商业企业 / processed_total, commercial_enterprise';
COMMENT ON COLUMN v_applications_wide.processed_total_research_institution IS '（七）总计：科研机构 / processed_total, research_institution';
COMMENT ON COLUMN v_applications_wide.processed_total_public_interest_org IS '（七）总计：社会公益组织 / processed_total, public_interest_org';
COMMENT ON COLUMN v_applications_wide.processed_total_legal_service IS '（七）总计：法律服务机构 / processed_total, legal_service';
COMMENT ON COLUMN v_applications_wide.processed_total_other_org IS '（七）总计：其他 / processed_total, other_org';
COMMENT ON COLUMN v_applications_wide.carried_forward_natural_person IS '四、结转下年度继续办理：自然人 / carried_forward, natural_person';
COMMENT ON COLUMN v_applications_wide.carried_forward_commercial_enterprise IS '四、结转下年度继续办理：商业企业 / carried_forward, commercial_enterprise';
COMMENT ON COLUMN v_applications_wide.carried_forward_research_institution IS '四、结转下年度继续办理：科研机构 / carried_forward, research_institution';
COMMENT ON COLUMN v_applications_wide.carried_forward_public_interest_org IS '四、结转下年度继续办理：社会公益组织 / carried_forward, public_interest_org';
COMMENT ON COLUMN v_applications_wide.carried_forward_legal_service IS '四、结转下年度继续办理：法律服务机构 / carried_forward, legal_service';
COMMENT ON COLUMN v_applications_wide.carried_forward_other_org IS '四、结转下年度继续办理：其他 / carried_forward, other_org';
