import { GlobalWorkerOptions, getDocument } from 'pdfjs-dist';
import PdfWorker from 'pdfjs-dist/build/pdf.worker.min.mjs?worker';

GlobalWorkerOptions.workerPort = new PdfWorker();

export interface PdfBook {
  pages: number;
  /** Page `n`, from 1, as a JPEG of that width. */
  page(n: number, widthPx: number, quality: number): Promise<Blob>;
  close(): Promise<void>;
}

/** Opens a PDF. It is somebody's file: no script of it runs, nothing is fetched for it. */
export async function openPdf(data: Uint8Array): Promise<PdfBook> {
  const task = getDocument({
    data,
    isEvalSupported: false,
    enableXfa: false,
    useSystemFonts: true,
    disableAutoFetch: true,
    disableStream: true,
  });
  const book = await task.promise;
  return {
    pages: book.numPages,
    async page(n, widthPx, quality) {
      const page = await book.getPage(n);
      const viewport = page.getViewport({ scale: widthPx / page.getViewport({ scale: 1 }).width });
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(viewport.width);
      canvas.height = Math.round(viewport.height);
      await page.render({ canvas, viewport, background: 'white' }).promise;
      const image = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
      page.cleanup();
      if (!image) throw new Error('the page could not be drawn');
      return image;
    },
    close: () => task.destroy(),
  };
}
