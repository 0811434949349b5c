/* shows the records of the embedded datastore, and asks dataproxy.jsp for more */
$.plugin('jpage', function (box, o) {
  var store = records(box.textContent), page = 1;
  function records(text) {
    return (text.match(/<record><!\[CDATA\[[\s\S]*?\]\]><\/record>/g) || []).map(function (r) {
      return r.replace('<record><![CDATA[', '').replace(']]></record>', '');
    });
  }
  function show() {
    var part = store.slice((page - 1) * o.perPage, page * o.perPage).join('');
    var body = /<tr/.test(part) ? '<table width="100%"><tbody>' + part + '</tbody></table>' : '<ul>' + part + '</ul>';
    box.innerHTML = body + '<p class="pager">共' + o.totalRecord + '条 <a href="javascript:;" class="prev">上一页</a> ' +
      page + ' <a href="javascript:;" class="next">下一页</a></p>';
    box.querySelector('.prev').onclick = function () { if (page > 1) { page--; show(); } };
    box.querySelector('.next').onclick = function () { if (page * o.perPage < o.totalRecord) { page++; need(); } };
  }
  function need() {
    if (store.length >= Math.min(page * o.perPage, o.totalRecord)) { show(); return; }
    var request = new XMLHttpRequest(), n = store.length;
    var form = Object.keys(o.ajaxParam).map(function (k) { return k + '=' + encodeURIComponent(o.ajaxParam[k]); });
    request.open('POST', o.proxyUrl + '?startrecord=' + (n + 1) + '&endrecord=' + (n + o.perPage * o.groupSize) +
      '&perpage=' + o.perPage);
    request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    request.onload = function () { store = store.concat(records(request.responseText)); show(); };
    request.send(form.join('&'));
  }
  show();
});
