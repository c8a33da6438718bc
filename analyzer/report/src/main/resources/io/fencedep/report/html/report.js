"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const SVG = "http://www.w3.org/2000/svg";
  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  };
  const draw = (name, attributes, text) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  };

  // Findings: filters, keys.
  const findings = [...document.querySelectorAll(".finding")];
  const count = make("output", {id: "shown", "aria-live": "polite"});
  const text = make("input", {type: "search", id: "filter", placeholder: "class, id, text", "aria-label": "filter"});
  const choice = (name, label, of) => {
    const values = [...new Set(findings.flatMap(of))].filter(value => value).sort();
    const select = make("select", {id: "filter-" + name, "aria-label": label}, make("option", {value: ""}, "any " + label));
    values.forEach(value => select.append(make("option", {value}, value)));
    select.hidden = values.length < 2 && name !== "severity";
    return {select, fits: finding => !select.value || of(finding).includes(select.value)};
  };
  const choices = [
    choice("severity", "severity", finding => [finding.dataset.severity]),
    choice("kind", "kind", finding => [finding.dataset.kind]),
    choice("driver", "driver", finding => finding.dataset.drivers.split(",")),
    choice("state", "state", finding => [finding.dataset.state]),
  ];
  const filter = () => {
    const wanted = text.value.toLowerCase();
    let shown = 0;
    for (const finding of findings) {
      const fits = choices.every(each => each.fits(finding))
        && (!wanted || finding.dataset.id.startsWith(wanted) || finding.dataset.classes.toLowerCase().includes(wanted)
          || finding.textContent.toLowerCase().includes(wanted));
      finding.hidden = !fits;
      if (fits) shown++;
    }
    count.textContent = shown + " of " + findings.length;
  };
  text.addEventListener("input", filter);
  choices.forEach(each => each.select.addEventListener("change", filter));
  document.getElementById("filters").append(
    make("div", {class: "bar"}, text, ...choices.map(each => each.select), count, make("small", {}, "keys: / to search, j k to move, Enter to open, Escape to close")));
  for (const finding of findings) {
    const button = make("button", {type: "button", class: "to-graph", onclick: () => {
      show(data.findings[finding.dataset.id] || []);
      document.getElementById("graph").scrollIntoView();
    }}, "show in graph");
    finding.querySelector("details").append(button);
  }
  // Escape takes back: what was typed to search, else the finding that one is in.
  const takeBack = target => {
    const finding = target.closest(".finding");
    if (target.type === "search") {
      target.value = "";
      target.dispatchEvent(new Event("input"));
      target.blur();
    } else if (finding) {
      finding.querySelector("details").open = false;
      finding.querySelector("summary").focus();
    }
  };
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") takeBack(event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === "/") {
      event.preventDefault();
      text.focus();
    } else if (event.key === "j" || event.key === "k") {
      const open = findings.filter(finding => !finding.hidden).map(finding => finding.querySelector("summary"));
      const at = open.indexOf(document.activeElement);
      const next = event.key === "j" ? Math.min(at + 1, open.length - 1) : Math.max(at - 1, 0);
      if (open[next]) open[next].focus();
    }
  });

  // Graph: a part of it in layers, to be walked on from.
  const MOST = 250;
  const next = data.classes.map(() => new Set());
  const before = data.classes.map(() => new Set());
  data.edges.forEach(([from, to]) => {
    next[from].add(to);
    before[to].add(from);
  });
  const canvas = make("div", {class: "canvas", id: "canvas", hidden: ""});
  const message = make("output", {id: "message", "aria-live": "polite"});
  let part = new Set();
  let focus = -1;

  const layersOf = nodes => {
    const state = new Map();
    const depth = new Map(nodes.map(node => [node, 0]));
    const order = [];
    for (const root of nodes) {
      if (state.has(root)) continue;
      const way = [[root, [...next[root]].filter(to => part.has(to))]];
      state.set(root, 1);
      while (way.length) {
        const [node, targets] = way[way.length - 1];
        const target = targets.pop();
        if (target === undefined) {
          state.set(node, 2);
          order.unshift(node);
          way.pop();
        } else if (!state.has(target)) {
          state.set(target, 1);
          way.push([target, [...next[target]].filter(to => part.has(to))]);
        }
      }
    }
    const place = new Map(order.map((node, index) => [node, index]));
    for (const node of order) {
      for (const to of next[node]) {
        if (part.has(to) && place.get(to) > place.get(node)) depth.set(to, Math.max(depth.get(to), depth.get(node) + 1));
      }
    }
    const layers = [];
    for (const node of order) (layers[depth.get(node)] = layers[depth.get(node)] || []).push(node);
    return layers;
  };

  const shorten = name => name.length > 40 ? name.slice(0, 20) + "\u2026" + name.slice(-19) : name;

  const render = () => {
    canvas.replaceChildren();
    canvas.hidden = part.size === 0;
    message.textContent = part.size ? part.size + " of " + data.classes.length + " classes; choose one to see its neighbours" : "";
    if (!part.size) return;
    const layers = layersOf([...part].sort((a, b) => a - b));
    const spots = new Map();
    const most = Math.max(...layers.map(layer => layer.length));
    let x = 20;
    for (const layer of layers) {
      let wide = 0;
      layer.forEach((node, index) => {
        const width = shorten(data.classes[node][0]).length * 7.2 + 34;
        spots.set(node, {x, y: 20 + (most - layer.length) * 18 + index * 36, width});
        wide = Math.max(wide, width);
      });
      x += wide + 90;
    }
    const height = most * 36 + 60;
    const picture = draw("svg", {width: x, height, viewBox: "0 0 " + x + " " + height, role: "group"});
    for (const [from, to, label, severity] of data.edges) {
      if (!part.has(from) || !part.has(to)) continue;
      const a = spots.get(from);
      const b = spots.get(to);
      const colour = severity || "plain";
      let d;
      if (from === to) {
        d = `M${a.x + a.width} ${a.y + 8}c34 -20 34 28 0 8`;
      } else if (b.x > a.x) {
        const start = a.x + a.width;
        const bend = Math.max(30, (b.x - start) / 2);
        d = `M${start} ${a.y + 12}C${start + bend} ${a.y + 12} ${b.x - bend} ${b.y + 12} ${b.x} ${b.y + 12}`;
      } else {
        const low = Math.max(a.y, b.y) + 46;
        d = `M${a.x + a.width / 2} ${a.y + 24}C${a.x + a.width / 2} ${low} ${b.x + b.width / 2} ${low} ${b.x + b.width / 2} ${b.y + 24}`;
      }
      const edge = draw("path", {class: "edge " + colour, d, "marker-end": "url(#arrow-" + colour + ")"});
      edge.append(draw("title", {}, label));
      picture.append(edge);
    }
    for (const [node, spot] of spots) {
      const [name, kind] = data.classes[node];
      const hidden = [...next[node], ...before[node]].filter(other => !part.has(other)).length;
      const box = draw("g", {class: "node", tabindex: "0", role: "button", "data-n": node,
        "aria-label": kind + " " + name + (hidden ? ", " + hidden + " more neighbours" : "")});
      box.append(draw("title", {}, kind + " " + name + (hidden ? " (+" + hidden + ")" : "")),
        draw("rect", {class: "box " + kind, x: spot.x, y: spot.y, width: spot.width, height: 24, rx: kind === "lock" ? 3 : 12}),
        draw("text", {x: spot.x + 9, y: spot.y + 16}, shorten(name) + (hidden ? " +" : "")));
      box.addEventListener("click", () => expand(node));
      box.addEventListener("keydown", event => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          expand(node);
        }
      });
      picture.append(box);
    }
    canvas.append(picture);
    if (focus >= 0) {
      const box = canvas.querySelector('[data-n="' + focus + '"]');
      if (box) box.focus({preventScroll: true});
    }
  };
  const grow = nodes => {
    let left = 0;
    for (const node of nodes) {
      if (part.size < MOST) part.add(node);
      else if (!part.has(node)) left++;
    }
    render();
    if (left) message.textContent += "; " + left + " more are left out: a picture holds " + MOST;
  };
  const expand = node => {
    focus = node;
    grow([node, ...next[node], ...before[node]]);
  };
  const show = nodes => {
    part = new Set();
    focus = -1;
    grow(nodes);
  };
  const components = make("select", {id: "component", "aria-label": "component"}, make("option", {value: ""}, "component\u2026"));
  data.components.forEach((nodes, index) => components.append(
    make("option", {value: index}, nodes.length + " classes: " + shorten(data.classes[nodes[0]][0]))));
  components.addEventListener("change", () => show(components.value === "" ? [] : data.components[components.value]));
  components.hidden = data.components.length === 0;
  document.getElementById("explorer").append(
    make("div", {class: "bar"}, components, make("button", {type: "button", id: "clear", onclick: () => show([])}, "clear"), message), canvas);
  if (data.components.length) show(data.components[0]);

  // Classes: search.
  const names = [...document.querySelectorAll("#names li")];
  const found = make("output", {id: "found", "aria-live": "polite"});
  const search = make("input", {type: "search", id: "find", placeholder: "name of a class", "aria-label": "search classes"});
  const look = () => {
    const wanted = search.value.toLowerCase();
    let fits = 0;
    names.forEach((item, index) => {
      const hit = data.classes[index][0].toLowerCase().includes(wanted);
      item.hidden = !hit;
      if (hit) fits++;
    });
    found.textContent = fits + " of " + names.length;
  };
  search.addEventListener("input", look);
  document.getElementById("search").append(make("div", {class: "bar"}, search, found));
  document.getElementById("names").addEventListener("click", event => {
    const item = event.target.closest("li");
    if (!item) return;
    part = new Set();
    expand(Number(item.dataset.n));
    document.getElementById("graph").scrollIntoView();
  });
  names.forEach(item => item.prepend(make("button", {type: "button", "aria-label": "show in graph"}, "\u25b8"), " "));
  filter();
  look();
  document.documentElement.dataset.ready = "yes";
})();
