import { memoryFile } from '@tracewright/importers';

/** A file of runs, one a task, each of four steps in which a tool fails. */
export function sampleRuns(count: number): ReturnType<typeof memoryFile> {
  const traj = [
    { role: 'user', content: 'Where is it?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'look', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'c', name: 'look', content: 'Error: no access' },
    { role: 'assistant', content: 'It is here.' },
  ];
  return memoryFile(
    'runs.json',
    JSON.stringify(
      Array.from({ length: count }, (_, task) => ({
        task_id: task,
        reward: task % 2,
        info: {},
        trial: 0,
        traj,
      })),
    ),
  );
}
