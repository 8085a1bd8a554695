// map.js: draws a GeoJSON address of ours on blank paper, with tiles only where the site names a server.
// A feature's properties: name, url, note, look. Looks: '' nothing open, 'open', 'late', 'none' (nobody
// answers for it), 'area' (an outline with its name), 'road' (the ground others are drawn on), 'tour'
// (the n-th of some lines, each with its own ink and dash) and 'stop' (a place on it with its label).
'use strict';
(() => {
  const PAD = 24;
  const NAMES_FROM = 12; // zoom from which areas bear their names
  const STEPS = [10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];

  const token = (element, name) => getComputedStyle(element).getPropertyValue(name).trim();

  // width, dash and knob say it too: colour is never alone
  function line(element, { look, n }) {
    const ink = token(element, '--ink');
    const edge = token(element, '--edge');
    const red = token(element, '--red');
    return {
      open: { color: ink, weight: 5, opacity: 1 },
      late: { color: red, weight: 7, opacity: 1 },
      none: { color: ink, weight: 3, opacity: 1, dashArray: '2 7' },
      area: { color: token(element, '--ink-3'), weight: 1.5, opacity: 1, dashArray: '8 4', fill: false },
      road: { color: token(element, '--rule'), weight: 2, opacity: 1, interactive: false },
      tour: { color: [ink, token(element, '--green'), edge][n % 3], weight: 3, opacity: 1, dashArray: [null, '10 6', '2 7'][Math.floor(n / 3) % 3] },
    }[look] || { color: edge, weight: 3.5, opacity: 1 };
  }

  function dot(element, look) {
    const sheet = token(element, '--sheet');
    const ink = token(element, '--ink');
    const red = token(element, '--red');
    return {
      open: { radius: 6, color: sheet, weight: 1.5, fillColor: ink, fillOpacity: 1 },
      late: { radius: 8, color: sheet, weight: 2, fillColor: red, fillOpacity: 1 },
      stop: { radius: 10, color: ink, weight: 1.5, fillColor: sheet, fillOpacity: 1 },
      none: { radius: 5, color: ink, weight: 1.5, dashArray: '2 2', fillColor: sheet, fillOpacity: 1 },
    }[look] || { radius: 4, color: token(element, '--edge'), weight: 1.5, fillColor: sheet, fillOpacity: 1 };
  }

  // a text given as such would be read as HTML
  const plain = (name) => document.createTextNode(name || '');

  function told({ name, url, note }) {
    const box = document.createElement('div');
    const head = document.createElement(url ? 'a' : 'b');
    head.textContent = name || url || '';
    if (url) head.href = url;
    box.append(head);
    if (note) {
      const line = document.createElement('p');
      line.textContent = note;
      box.append(line);
    }
    return box;
  }

  function middle(feature) {
    const lines = feature.geometry.type === 'MultiLineString' ? feature.geometry.coordinates : [feature.geometry.coordinates];
    const longest = lines.reduce((a, b) => (b.length > a.length ? b : a));
    const at = longest.length % 2 ? longest[(longest.length - 1) / 2]
      : longest[longest.length / 2].map((value, i) => (value + longest[longest.length / 2 - 1][i]) / 2);
    return L.latLng(at[1], at[0]);
  }

  function graticule(map, element) {
    const group = L.layerGroup().addTo(map);
    const draw = () => {
      group.clearLayers();
      const box = map.getBounds().pad(0.1);
      const wide = box.getEast() - box.getWest();
      const step = STEPS.findLast ? STEPS.findLast((s) => wide / s <= 8) || 10 : STEPS.filter((s) => wide / s <= 8).pop() || 10;
      const style = { color: token(element, '--rule'), weight: 1, interactive: false };
      for (let x = Math.ceil(box.getWest() / step) * step; x <= box.getEast(); x += step) L.polyline([[box.getSouth(), x], [box.getNorth(), x]], style).addTo(group);
      for (let y = Math.ceil(box.getSouth() / step) * step; y <= box.getNorth(); y += step) L.polyline([[y, box.getWest()], [y, box.getEast()]], style).addTo(group);
    };
    map.on('moveend', draw);
    return draw;
  }

  function layer(map, element, data) {
    const knobs = L.layerGroup();
    const drawn = L.geoJSON(data, {
      style: (feature) => line(element, feature.properties),
      pointToLayer: (feature, at) => L.circleMarker(at, dot(element, feature.properties.look)),
      onEachFeature: (feature, one) => {
        const { look, name, label } = feature.properties;
        if (look === 'road') return;
        if (look === 'area') {
          one.bindTooltip(plain(name), { permanent: true, direction: 'center', className: 'map-name', opacity: 1 });
          return;
        }
        if (label !== undefined) one.bindTooltip(plain(String(label)), { permanent: true, direction: 'center', className: 'map-name map-number', opacity: 1 });
        else if (look === 'tour') one.bindTooltip(plain(name), { permanent: true, direction: 'top', className: 'map-name', opacity: 1 });
        else if (name) one.bindTooltip(plain(name), { sticky: true });
        one.bindPopup(() => told(feature.properties));
        if (look === 'late' && /LineString/.test(feature.geometry.type)) L.circleMarker(middle(feature), dot(element, 'late')).bindPopup(() => told(feature.properties)).addTo(knobs);
      },
    });
    L.layerGroup([drawn, knobs]).addTo(map);
    return { drawn, knobs };
  }

  async function show(element) {
    const answer = await fetch(element.dataset.map, { headers: { Accept: 'application/geo+json, application/json' } });
    if (!answer.ok) throw new Error(String(answer.status));
    const data = await answer.json();
    const map = L.map(element, { preferCanvas: true, attributionControl: Boolean(element.dataset.tiles), zoomSnap: 0.5, worldCopyJump: false });
    map.attributionControl && map.attributionControl.setPrefix(false);
    if (element.dataset.tiles) L.tileLayer(element.dataset.tiles, { maxZoom: 19 }).addTo(map);
    const redraw = element.dataset.tiles ? () => {} : graticule(map, element);
    const order = { road: 0, area: 1, '': 2, none: 3, open: 4, tour: 4, stop: 5, late: 5 };
    data.features.sort((a, b) => (order[a.properties.look || ''] ?? 2) - (order[b.properties.look || ''] ?? 2));
    let layers = layer(map, element, data);
    // a tour is looked at from near, whatever ground there is around it
    const nearby = data.features.filter(({ properties: { look } }) => look === 'tour' || look === 'stop');
    const bounds = (nearby.length ? L.geoJSON(nearby) : layers.drawn).getBounds();
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [PAD, PAD], maxZoom: 16 });
    else map.setView([35, 105], 4);
    L.control.scale({ imperial: false }).addTo(map);
    // seen from afar a hundred dots must not hide the streets below them
    const near = () => {
      const zoom = map.getZoom();
      element.classList.toggle('far', zoom < NAMES_FROM);
      const share = zoom < 12 ? 0.5 : zoom < 14 ? 0.75 : 1;
      for (const group of [layers.drawn, layers.knobs]) group.eachLayer((one) => { if (one.setRadius) one.setRadius((one.full ||= one.getRadius()) * share); });
    };
    map.on('zoomend', near);
    near();
    // colours come from the tokens: read them again when the machine turns to night
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      map.removeLayer(layers.drawn);
      map.removeLayer(layers.knobs);
      layers = layer(map, element, data);
      near();
      redraw();
    });
    element.dataset.drawn = String(data.features.length);
  }

  for (const element of document.querySelectorAll('[data-map]')) {
    show(element).catch(() => {
      const words = document.createElement('p');
      words.className = 'note map-failed';
      words.textContent = element.dataset.failed;
      element.append(words);
    });
  }
})();
