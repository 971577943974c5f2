/** Makes a canvas as fine as the screen, and gives what draws on it in CSS pixels; null while it has no size. */
export function brushFor(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const { clientWidth: width, clientHeight: height } = canvas;
  if (width === 0 || height === 0) return null;
  const fine = Math.min(window.devicePixelRatio || 1, 2); // finer than two nobody sees
  const [across, down] = [Math.round(width * fine), Math.round(height * fine)];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  const brush = canvas.getContext('2d');
  brush?.setTransform(fine, 0, 0, fine, 0, 0);
  return brush;
}
