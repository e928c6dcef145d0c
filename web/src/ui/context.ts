import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Session } from '../session/session';

/** What screens may use of a session: its public members. Tests and the screenshot page bring one of their own. */
export type SessionView = { [Member in keyof Session]: Session[Member] };

export const SessionContext = createContext<SessionView | undefined>(undefined);

export function useSession(): SessionView {
  const session = useContext(SessionContext);
  if (!session) throw new Error('no session around this component');
  return session;
}
