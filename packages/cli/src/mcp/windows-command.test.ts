import { expect, it } from 'vitest';
import { toWindowsCommand, type WindowsPlace } from './windows-command.ts';

const FILES = ['C:\\node\\npx.cmd', 'C:\\node\\node.exe', 'C:\\work\\own server.bat'];
const PLACE: WindowsPlace = {
  cwd: 'C:\\work',
  env: { PATH: 'C:\\windows;C:\\node', PATHEXT: '.COM;.EXE;.BAT;.CMD', ComSpec: 'C:\\windows\\cmd.exe' },
  isFile: (path) => FILES.some((file) => file.toLowerCase() === path.toLowerCase()),
};

it.each([
  ['npx', ['-y', 'a & b', 'C:\\data\\'], '"C:\\node\\npx.CMD" "-y" "a & b" "C:\\data\\\\"'],
  ['npx.cmd', [], '"C:\\node\\npx.cmd"'],
  ['.\\own server', ['|'], '"C:\\work\\own server.BAT" "|"'],
])('%s is a batch file: cmd.exe starts it, with its arguments in quotes', (command, args, line) => {
  expect(toWindowsCommand(command, args, PLACE)).toEqual({
    command: 'C:\\windows\\cmd.exe',
    args: ['/d', '/v:off', '/s', '/c', `"${line}"`],
    windowsVerbatimArguments: true,
  });
});

it.each(['node', 'node.exe', 'nowhere'])('%s is left as it is', (command) => {
  expect(toWindowsCommand(command, ['a"b'], PLACE)).toEqual({ command, args: ['a"b'] });
});

it.each(['" & calc & "', '%PATH%', 'a\nb'])(
  'an argument that could become a command is refused: %j',
  (argument) => {
    expect(() => toWindowsCommand('npx', [argument], PLACE)).toThrow(/batch file/);
  },
);
