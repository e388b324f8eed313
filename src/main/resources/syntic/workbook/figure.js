// Draws an interactive figure into its place, as soon as both the place and plotly.js are there.
// Every empty place of that name is filled: two notebooks open side by side may number their figures alike.
window.synticFigure = function (id, data, layout) {
  var tries = 0;
  function draw() {
    var places = document.querySelectorAll('[id="' + id + '"]');
    if (!window.Plotly || places.length === 0) {
      tries += 1;
      if (tries < 200) {
        window.setTimeout(draw, 50);
      }
      return;
    }
    for (var i = 0; i < places.length; i++) {
      if (!places[i].hasChildNodes()) {
        window.Plotly.newPlot(places[i], data, layout, { displaylogo: false });
      }
    }
  }
  draw();
};
