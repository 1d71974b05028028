// An SVG drawing of the page as a PNG, in the current theme, with its title above it.

/** Properties copied to each element: an image has no style sheets. */
const STYLE_PROPERTIES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
] as const;

const TITLE_PX = 44;
const PADDING_PX = 16;
/** Pixels per px, for paper; the largest side stays within a browser's canvas. */
const OUTPUT_SCALE = 2;
const MAX_CANVAS_PX = 8_000;

export async function renderChartPng(svg: SVGSVGElement, title: string): Promise<Blob> {
  const { width, height } = svg.viewBox.baseVal;
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(inlineStyles(svg)))}`;
  await image.decode();
  const size = { width: width + 2 * PADDING_PX, height: height + TITLE_PX + 2 * PADDING_PX };
  const scale = Math.min(OUTPUT_SCALE, MAX_CANVAS_PX / Math.max(size.width, size.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(size.width * scale);
  canvas.height = Math.round(size.height * scale);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gives no canvas.');
  const style = getComputedStyle(svg);
  context.scale(scale, scale);
  context.fillStyle = style.getPropertyValue('--card') || '#fff';
  context.fillRect(0, 0, size.width, size.height);
  context.fillStyle = style.color;
  context.font = `600 20px ${style.fontFamily}`;
  context.fillText(title, PADDING_PX, PADDING_PX + 22, width);
  context.drawImage(image, PADDING_PX, PADDING_PX + TITLE_PX, width, height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('This browser made no picture.')) : resolve(blob)),
      'image/png',
    ),
  );
}

function inlineStyles(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((element, index) => {
    const original = originals[index];
    if (original === undefined) return;
    const style = getComputedStyle(original);
    for (const name of STYLE_PROPERTIES) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute('class');
  });
  copy.setAttribute('width', String(svg.viewBox.baseVal.width));
  copy.setAttribute('height', String(svg.viewBox.baseVal.height));
  return copy;
}
