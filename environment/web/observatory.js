/* The temperature observatory: equation 3 over all sentences, computed in the page. Plain JavaScript, no library. */
(function () {
  'use strict';
  var data = window.OBSERVATORY, shown = 8, steps = 200, coldest = 1 / 400, warmest = 1 / 10;
  function at(id) { return document.getElementById(id); }

  /** Float16 values in base 64 as Float32Array. */
  function halves(text) {
    var bytes = atob(text), values = new Float32Array(bytes.length / 2);
    for (var i = 0; i < values.length; i++) {
      var bits = bytes.charCodeAt(2 * i) | bytes.charCodeAt(2 * i + 1) << 8;
      var exponent = bits >> 10 & 31, fraction = bits & 1023;
      var size = exponent === 0 ? fraction * Math.pow(2, -24)
        : exponent === 31 ? (fraction ? NaN : Infinity) : (1 + fraction / 1024) * Math.pow(2, exponent - 15);
      values[i] = bits >> 15 ? -size : size;
    }
    return values;
  }

  var features = halves(data.features), width = data.width;
  var curveAt = [];
  for (var s = 0; s <= 40; s++) { curveAt.push(temperature(s * steps / 40)); }

  function temperature(step) { return coldest * Math.pow(warmest / coldest, step / steps); }

  function cosinesOf(photo) {
    var query = halves(photo.feature), cosines = new Float64Array(data.count);
    for (var row = 0; row < data.count; row++) {
      var sum = 0;
      for (var k = 0; k < width; k++) { sum += query[k] * features[row * width + k]; }
      cosines[row] = sum;
    }
    return cosines;
  }

  /** Weights of all sentences at a temperature, with their entropy. */
  function weigh(cosines, tau) {
    var most = -Infinity, total = 0, entropy = 0, weights = new Float64Array(cosines.length), i;
    for (i = 0; i < cosines.length; i++) { most = Math.max(most, cosines[i]); }
    for (i = 0; i < cosines.length; i++) { total += weights[i] = Math.exp((cosines[i] - most) / tau); }
    for (i = 0; i < cosines.length; i++) {
      weights[i] /= total;
      if (weights[i] > 0) { entropy -= weights[i] * Math.log(weights[i]); }
    }
    return { weights: weights, entropy: entropy, number: Math.exp(entropy) };
  }

  var chosen = 0, cosines, order, numbers;

  function choose(index) {
    chosen = index;
    cosines = cosinesOf(data.photos[index]);
    order = Array.from(cosines.keys()).sort(function (a, b) { return cosines[b] - cosines[a]; }).slice(0, shown);
    numbers = curveAt.map(function (tau) { return weigh(cosines, tau).number; });
    at('said').textContent = data.photos[index].said;
    Array.prototype.forEach.call(at('photos').children, function (button, i) {
      button.setAttribute('aria-checked', String(i === index));
    });
    show();
  }

  function cell(text, kind) {
    var td = document.createElement('td');
    td.textContent = text;
    if (kind) { td.className = kind; }
    return td;
  }

  function show() {
    var tau = temperature(Number(at('temperature').value)), now = weigh(cosines, tau);
    at('tau').textContent = '1/' + (1 / tau).toFixed(0);
    at('summary').textContent = 'The weights are spread over ' + now.number.toFixed(1) + ' sentences (entropy '
      + now.entropy.toFixed(2) + ' nats of at most ' + Math.log(data.count).toFixed(2) + ').';
    var body = at('nearest');
    body.textContent = '';
    order.forEach(function (row) {
      var tr = document.createElement('tr'), weight = cell((100 * now.weights[row]).toFixed(2), 'number bar');
      weight.style.backgroundSize = (100 * now.weights[row] / now.weights[order[0]]) + '% 100%';
      tr.appendChild(weight);
      tr.appendChild(cell(cosines[row].toFixed(3), 'number'));
      tr.appendChild(cell(data.sentences[row]));
      body.appendChild(tr);
    });
    draw(tau, now.number);
  }

  function element(name, attributes, text) {
    var made = document.createElementNS('http://www.w3.org/2000/svg', name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text) { made.textContent = text; }
    at('curve').appendChild(made);
  }

  function draw(tau, number) {
    var x = function (value) { return 60 + 560 * Math.log(value / coldest) / Math.log(warmest / coldest); };
    var y = function (value) { return 180 - 160 * Math.log(value) / Math.log(data.count); };
    at('curve').textContent = '';
    [1, 10, 100, 1000, 10000].filter(function (tick) { return tick <= data.count; }).forEach(function (tick) {
      element('line', { x1: 60, x2: 620, y1: y(tick), y2: y(tick), stroke: '#e4e4e4' });
      element('text', { x: 54, y: y(tick) + 4, 'text-anchor': 'end' }, tick.toLocaleString('en'));
    });
    [400, 200, 100, 50, 20, 10].forEach(function (inverse) {
      element('text', { x: x(1 / inverse), y: 198, 'text-anchor': 'middle' }, '1/' + inverse);
    });
    element('text', { x: 340, y: 216, 'text-anchor': 'middle' }, 'temperature τ');
    element('text', { x: 60, y: 12 }, 'effective number of sentences');
    element('line', { x1: x(0.01), x2: x(0.01), y1: 20, y2: 180, stroke: '#8a8a8a', 'stroke-dasharray': '4 4' });
    element('text', { x: x(0.01) + 4, y: 28 }, 'paper’s τ (MSCOCO)');
    element('polyline', { fill: 'none', stroke: '#0072b2', 'stroke-width': 2, points: curveAt.map(function (value, i) {
      return x(value).toFixed(1) + ',' + y(numbers[i]).toFixed(1);
    }).join(' ') });
    element('circle', { cx: x(tau), cy: y(number), r: 5, fill: '#d55e00' });
  }

  at('count').textContent = data.count.toLocaleString('en');
  data.photos.forEach(function (photo, index) {
    var button = document.createElement('button'), image = document.createElement('img');
    image.src = 'data:image/png;base64,' + photo.picture;
    image.alt = photo.said;
    button.setAttribute('role', 'radio');
    button.appendChild(image);
    button.onclick = function () { choose(index); };
    at('photos').appendChild(button);
  });
  at('temperature').oninput = show;
  choose(0);
  /* For tests: the largest relative difference from what the Java library finds. */
  window.observatoryError = function () {
    return Math.max.apply(null, data.photos.map(function (photo) {
      return Math.abs(weigh(cosinesOf(photo), data.checkedAt).number / photo.effectiveNumber - 1);
    }));
  };
})();
