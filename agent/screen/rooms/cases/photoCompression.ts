// A photograph as JPEG of at most 1,600 pixels and 1.5 MB, small enough for bad Wi-Fi and ten years of storage.
import type { RequestResult } from '../../shared/requestResult.ts';

const MAX_SIDE_PX = 1600;
const PREVIEW_SIDE_PX = 240;
export const MAX_PHOTO_BYTES = 1_500_000;
/** Tried in turn until the file is small enough. */
const QUALITIES = [0.85, 0.7, 0.5] as const;

/** Whole pixels; a small picture is not made larger. */
export function fitWithin(
  { width, height }: { width: number; height: number },
  maxSidePx: number,
): { width: number; height: number } {
  const scale = Math.min(1, maxSidePx / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The place and time that a camera writes into its file are left behind: the entry has its own. */
export async function compressPhoto(file: Blob): Promise<RequestResult<{ file: Blob; preview: string }>> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null) return buildFailure('photo-unreadable');
  try {
    const canvas = drawScaled(bitmap, MAX_SIDE_PX);
    for (const quality of QUALITIES) {
      const jpeg = await encodeJpeg(canvas, quality);
      if (jpeg === null) return buildFailure('photo-unreadable');
      if (jpeg.size <= MAX_PHOTO_BYTES)
        return {
          ok: true,
          value: { file: jpeg, preview: drawScaled(bitmap, PREVIEW_SIDE_PX).toDataURL('image/jpeg', 0.7) },
        };
    }
    return buildFailure('photo-too-large');
  } finally {
    bitmap.close();
  }
}

function drawScaled(bitmap: ImageBitmap, maxSidePx: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, fitWithin(bitmap, maxSidePx));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const encodeJpeg = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));

function buildFailure(code: string): {
  ok: false;
  error: { code: string; message: string; params: Record<string, string | number> };
} {
  return { ok: false, error: { code, message: '', params: {} } };
}
