import { FILE_LIMITS } from '../../../session/files';

/** Wide enough to read notes on a large screen, small enough for a telephone's line. */
const PAGE_WIDTH_PX = 1_400;
const JPEG_QUALITY = 0.85;

/** Kinds that the server takes as they are. */
const KEPT = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);

/** One page, ready to be sent. */
export interface Page {
  name: string;
  image: Blob;
}

/** Neither a picture nor a PDF, or broken. */
export class SheetError extends Error {}

/**
 * The pages of a file: a picture is one; a PDF is drawn here, page after page as they are asked for, so that a book needs no more
 * memory than a page.
 *
 * @throws SheetError
 */
export async function* pagesOf(file: File): AsyncGenerator<Page & { of: number }> {
  if (file.type === 'application/pdf' || /\.pdf$/i.test(file.name)) {
    yield* pdfPages(file);
    return;
  }
  const small = KEPT.has(file.type) && file.size <= FILE_LIMITS.image.bytes;
  yield { name: file.name, image: small ? file : await drawn(file), of: 1 };
}

/** A picture of a kind or size that the server does not take, drawn anew. */
async function drawn(file: File): Promise<Blob> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new SheetError('no picture');
  });
  const scale = Math.min(1, (2 * PAGE_WIDTH_PX) / bitmap.width);
  const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
}

async function* pdfPages(file: File): AsyncGenerator<Page & { of: number }> {
  // Loaded here and nowhere else: it is larger than the whole app.
  const pdf = await import('./pdf');
  const book = await pdf.openPdf(new Uint8Array(await file.arrayBuffer())).catch(() => {
    throw new SheetError('no PDF');
  });
  try {
    for (let n = 1; n <= book.pages; n++) {
      yield {
        name: `${file.name} ${n}`,
        image: await book.page(n, PAGE_WIDTH_PX, JPEG_QUALITY),
        of: book.pages,
      };
    }
  } finally {
    await book.close();
  }
}
