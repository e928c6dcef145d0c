import { startDeskText } from '../../text/desk';
import { Desk } from './Desk';

/** The desk with its texts. Everything behind this module is loaded by hosts, helpers and who leads, never by singers. */
export async function loadDesk(): Promise<typeof Desk> {
  await startDeskText();
  return Desk;
}
