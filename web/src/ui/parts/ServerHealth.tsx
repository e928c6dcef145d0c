import { useSignal } from '@preact/signals';
import { text } from '../../text';

interface Health {
  status: string;
  state_server: string;
  shards: { shard: number; status: string }[];
}

/** Whether the server and its parts are there: for people in trouble and for whoever helps them by telephone. */
export function ServerHealth() {
  const t = text.value.server;
  const answer = useSignal<Health | 'asking' | 'away' | undefined>(undefined);
  const ask = async () => {
    answer.value = 'asking';
    try {
      const response = await fetch('healthz', { cache: 'no-store' });
      answer.value = (await response.json()) as Health;
    } catch {
      answer.value = 'away';
    }
  };
  const { value } = answer;
  const health = typeof value === 'object' ? value : undefined;
  return (
    <div class="server">
      <button type="button" onClick={() => void ask()} disabled={value === 'asking'}>
        {t.check}
      </button>
      <p role="status">
        {value === 'asking' && t.asking}
        {value === 'away' && t.away}
        {health && (health.status === 'ok' ? t.well : t.partly)}
      </p>
      {health && (
        <ul aria-label={t.parts}>
          <Part name={t.state} status={health.state_server} />
          {health.shards.map((part) => (
            <Part key={part.shard} name={t.shard(part.shard)} status={part.status} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Part({ name, status }: { name: string; status: string }) {
  const t = text.value.server;
  return (
    <li>
      {name}: {status === 'ok' ? t.ok : t.notOk}
    </li>
  );
}
