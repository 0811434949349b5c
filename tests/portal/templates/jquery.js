/* as much of jQuery as these pages use */
var $ = (function () {
  var plugins = {};
  function $(selector) {
    var box = typeof selector === 'string' && selector[0] === '#' ? document.getElementById(selector.slice(1)) : null;
    var found = { ready: function (f) { f(); }, attr: function () { return found; } };
    Object.keys(plugins).forEach(function (name) {
      found[name] = function (options) { if (box) plugins[name](box, options); return found; };
    });
    return found;
  }
  $.plugin = function (name, f) { plugins[name] = f; };
  return $;
})();
