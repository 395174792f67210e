/**
 * An import adapter: how a log format that no importer knows becomes turns, as data. It is induced from a sample
 * (induce.ts), may be edited, and is run by run-adapter.ts; it holds paths, words and bounded patterns, never code.
 * `docs/induction.md` describes every member.
 *
 * Source: StepView adapters of PrefixGuard (arXiv 2605.06455), whose selectors map canonical fields; these read raw data.
 */
import type { Artifact, JsonPrimitive, JsonValue } from '@tracewright/core';

export const ADAPTER_SCHEMA_VERSION = 1;

/** What a file is before anything is looked for in it. `json-values`: one after another, as in JSON lines. */
export const CONTAINERS = ['json', 'json-values', 'pairs', 'table', 'yaml', 'tags', 'text'] as const;
export type Container = (typeof CONTAINERS)[number];

export const ROLES = ['agent', 'user', 'environment', 'tool', 'system'] as const;
export type AdapterRole = (typeof ROLES)[number];

/**
 * What a record is. `turn`: someone's message or step, with calls and results in it; `call`, `arguments`, `result`, `thought`,
 * `text`: a part of a turn; `note`: none of these.
 */
export const RECORD_KINDS = ['turn', 'call', 'arguments', 'result', 'thought', 'text', 'note'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

export const FIELD_NAMES = [
  'role',
  'agent',
  'thought',
  'text',
  'asked',
  'reply',
  'tool',
  'arguments',
  'callText',
  'result',
  'resultName',
  'success',
  'error',
  'exitCode',
  'status',
  'time',
  'endTime',
  'id',
  'turnId',
  'parentId',
  'callId',
  'inputTokens',
  'outputTokens',
  'costUsd',
  'model',
] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

export const FACT_NAMES = ['id', 'task', 'taskText', 'agent', 'model', 'system', 'success', 'score'] as const;
export type FactName = (typeof FACT_NAMES)[number];

/** A path, or more: without some members, or a constant. */
export type Selector =
  | string
  | { readonly path: string; readonly omit?: readonly string[] }
  | { readonly value: JsonValue };

/** The path leads to one of the values, or to anything but null and emptiness. All of a case's conditions must hold. */
export interface Condition {
  readonly path: string;
  readonly in?: readonly JsonPrimitive[];
}

export interface RecordCase {
  readonly when: readonly Condition[];
  readonly as: RecordKind;
  /** Parts of one text, as they were streamed: records that follow one another are put together without a break. */
  readonly streamed?: boolean;
  /** Records with the same value there tell one thing again while it comes about: the last of them counts, where the first stood. */
  readonly latest?: string;
  /** Who speaks, where the kind of record says it; else the field `role` says it. */
  readonly role?: AdapterRole;
  /** The first selector that finds something gives the field. */
  readonly fields: Readonly<Partial<Record<FieldName, readonly Selector[]>>>;
  /** Blocks, calls or results inside the record, each read by the first of its cases that holds. */
  readonly inside?: readonly { readonly at: string; readonly cases: readonly RecordCase[] }[];
  /** Ways in which tool calls stand in the text. */
  readonly callsInText?: readonly CallSyntax[];
}

/** See call-syntax.ts. */
export const CALL_SYNTAXES = [
  'labels',
  'attributes',
  'tags',
  'named-tags',
  'outline',
  'identified',
  'answer',
  'fenced-json',
  'json',
  'fenced-command',
  'brackets',
  'parentheses',
  'named-member',
  'name-json',
  'name',
  'command-name',
  'command',
  'code',
] as const;
export type CallSyntax = (typeof CALL_SYNTAXES)[number];

export const MEANT_LABELS = [
  'user',
  'assistant',
  'system',
  'thought',
  'tool_call',
  'tool_result',
  'log',
] as const;
export type MeantLabel = (typeof MEANT_LABELS)[number];

/** A line that begins a record and was found to mean something: the record has that as its label. */
export interface MeantLine {
  /** From the start of the line, each where the one before ends, none tried anew; named groups become members. */
  readonly patterns: readonly string[];
  readonly label: MeantLabel;
  /** What came back stands behind what the call was given, which is told once more. */
  readonly given?: boolean;
  /** The lines below are a quotation. */
  readonly quoted?: boolean;
  /** A line that stands no further in than the header ends the record. */
  readonly nested?: boolean;
  /** The record is its line alone: the assistant says what stands below. */
  readonly alone?: boolean;
}

/** Signs around what is said, in a line or over many. */
export interface SignedPart {
  readonly opens: string;
  /** Where there is none, another sign ends it. */
  readonly closes?: string;
  readonly label: string;
  /** What stands there may be JSON, whose members are those of the record. */
  readonly isData?: boolean;
}

/** Lines that tell an event by its name, with its members in brackets. */
export interface ToldEvents {
  /** What stands before the name: patterns in turn, of which the first that match count. */
  readonly before: readonly (readonly string[])[];
  /** The members of each event. */
  readonly names: Readonly<Record<string, readonly string[]>>;
}

/** A line that begins a record of a text: a bounded pattern tried at its start, its named groups become members. */
export interface TextRule {
  readonly headers: readonly string[];
  /** Of a log: what stands before the headers of its lines, such as time and level. Every such line begins a record. */
  readonly lines?: readonly {
    readonly prefix: string;
    /** What follows it in this order, such as thread and logger. */
    readonly then?: readonly string[];
    readonly headers: readonly string[];
  }[];
  /** In place of `headers` and `lines`: the first that matches begins a record. */
  readonly meant?: readonly MeantLine[];
  /** In place of `headers` and `lines`: what stands between signs is a record, what stands outside of them one labelled `reply`. */
  readonly signs?: readonly SignedPart[];
  /** In place of `headers` and `lines`: objects that Python printed are records, each once, with their class as `type`. */
  readonly printed?: boolean;
  /** In place of `headers` and `lines`: lists of messages that lines print are records, each with the member `messages`. */
  readonly sent?: boolean;
  /** In place of `headers` and `lines`: events are records, with their name as `type`. */
  readonly told?: ToldEvents;
  /** In place of `headers` and `lines`: values at the end of what was logged, JSON or objects as Java prints them, are records. */
  readonly logged?: boolean;
  /** Lines inside a fenced block begin nothing. */
  readonly skipFences: boolean;
  /** What follows a header may be pairs of keys and values, which become members. */
  readonly pairs?: boolean;
  /** A line that names level and logger alone goes on in the indented one below it. */
  readonly below?: boolean;
  /** Labels under which a fenced block is all that they label; what follows it is a record labelled `reply`. */
  readonly fenced?: readonly string[];
  /** Labels over lists, of which each item is a record. */
  readonly listed?: readonly string[];
  /** Labels of what was set: no records. */
  readonly settings?: readonly string[];
  /** Long lines of one sign (`-----`) end a record. */
  readonly separated?: boolean;
  /** The line that ends a record; what follows it is a record labelled `reply`. */
  readonly divider?: string;
  /** Templates of lines that stand between records, below what these tell: part of none. */
  readonly between?: readonly string[];
  /** Signs before which a line is broken: one turn begins in the line that ends another. */
  readonly breaks?: readonly string[];
  /** What ends a record, and is no part of it; a record with nothing else in it is none. */
  readonly closing?: readonly string[];
  /** A header takes its own lines alone; what follows them is a record with the label `reply`. */
  readonly replies?: boolean;
  /** Lines that open and close a record, in which nothing else begins; a call may stand in it above what it brought. */
  readonly enclosed?: { readonly opens: string; readonly closes: string };
  /** A line that begins a conversation: records have the member `session`, its number in the file as a text. */
  readonly sessions?: string;
  /** The text is drawn: frames and rules are taken off (take-off-frames.ts) before headers are looked for. */
  readonly blocks?: {
    /** Lines that end a record and begin none. */
    readonly ends: readonly string[];
    /** Labels at the start of lines inside a record: what each labels becomes a member. */
    readonly members: readonly string[];
  };
}

/** See join-by-ids.ts. */
export interface Join {
  /** The table whose rows stand in others then, and the member by which each is told. */
  readonly list: string;
  readonly key: string;
  /** The member of others that lists the values of `key`. */
  readonly names?: string;
  /** Or the table whose rows `key` names, and by which member. */
  readonly of?: { readonly list: string; readonly id: string };
}

/** See expand-values.ts. */
export interface Expansion {
  /** Tables of the file that name each other's rows: these stand where they are named. */
  readonly joined?: readonly Join[];
  /** Lists of keys and values are read as objects. */
  readonly attributes: boolean;
  /** Members whose texts are read as the JSON that they are. */
  readonly decode: readonly string[];
  /** Names that count (`thought_0`, `messages.0.role`) are read as lists. */
  readonly numbered?: boolean;
  /** Members that are objects with an id for each name: read as lists of elements with `#key`. */
  readonly keyed?: readonly string[];
  /** Members that hold what a record is about, one of them in each: what stands in them is read as the record's own. */
  readonly payloads?: readonly string[] | undefined;
  /** Tags around what a tool gave: a text of these alone is read as what stands in them. */
  readonly answers?: readonly string[];
  /** Members with lists of pairs, each a call and what came of it: read as records. */
  readonly outcomes?: readonly string[];
  /** Members that are tables, the empty name for the whole: read as the records that their rows are. */
  readonly tables?: readonly string[];
  /** Members with lists of records, each beside its time. */
  readonly stamped?: readonly string[];
  /** Members are written with the types of their values (read-typed-values.ts). */
  readonly typed?: boolean;
  /** Members of types that end in the name of a tool (`tool-search`), and what stands before it. */
  readonly types?: readonly { readonly name: string; readonly prefix: string }[];
}

export interface AdapterBody {
  readonly container: Container;
  /** The file is a terminal's: what it showed is read (read-screen.ts). */
  readonly screen?: boolean;
  /** Patterns of what stands before each line (take-off-prefix.ts), those of a value over several lines too; one after another. */
  readonly prefix?: readonly string[];
  /** Only of a text. */
  readonly text?: TextRule;
  /** Only of tags: the names that are structure, others are text; `*` for all; `{}` where elements are members (read-element-members.ts). */
  readonly tags?: readonly string[];
  readonly expand?: Expansion;
  /** The member of a JSON record whose text is a whole conversation, and how it is written: read as a list of its records. */
  readonly transcripts?: { readonly member: string; readonly text: TextRule };
  readonly runs: {
    /** Where the runs are: the empty path for one run a file. */
    readonly at: string;
    /**
     * Each holds the conversation so far: what went before is read once. `answer`: where what came of it stands; `newestFirst`: each
     * stands before the one that it goes on with. `by`: the member of a record that says which of them it belongs to, where all stand in
     * one list; `byTime`: when each began, where those of a list stand in no order.
     */
    readonly growing?: {
      readonly answer?: string;
      readonly newestFirst?: boolean;
      readonly by?: string;
      readonly byTime?: string;
    };
    /** A record's member that tells runs apart, where they share one list. */
    readonly groupBy?: string;
    /**
     * Other lists that tell the same run, as one of what was said beside one of what was done: paths as `records`. All of them are told
     * by their times; records have the member `#list`, the path of their list.
     */
    readonly beside?: readonly string[];
    /** Another list of the same run: what is said there before the agent speaks is told first. Its records have `#list`, too. */
    readonly opening?: string;
    /** Records are told by their times: the newest stands first, or each node's stand together. */
    readonly byTime?: boolean;
    /** Members that say when a record began and ended: the records are spans, told in the order of their starts. */
    readonly spans?: { readonly start: string; readonly end: string };
    readonly facts: Readonly<Partial<Record<FactName, readonly Selector[]>>>;
  };
  /** Where the records of a run are, from the run. */
  readonly records: string;
  readonly cases: readonly RecordCase[];
  /** Who a written role stands for; words in lower case with `_`. Others are names of agents. */
  readonly roles: Readonly<Record<string, AdapterRole>>;
  /** Words of `status`, in lower case; and bounded patterns of a result's text, where nothing else says. */
  readonly status: {
    readonly ok: readonly string[];
    readonly error: readonly string[];
    readonly errorPatterns: readonly string[];
  };
  /** `ids`: results name their call; `order`: they follow it; `next-turn`: what the others say next is the result. */
  readonly pairing: 'ids' | 'order' | 'next-turn';
  /** Of numbers; texts are ISO 8601. */
  readonly timeUnit: 's' | 'ms' | 'us' | 'ns';
  /** What a file must have to be read by this adapter. */
  readonly fingerprint: {
    /** Member names of records that most files have. */
    readonly members: readonly string[];
    /** Values of the member that tells records apart. */
    readonly types: readonly string[];
  };
  /** What the sample showed: for the reader, and what drift is measured against. */
  readonly fields: readonly FieldReport[];
}

export interface FieldReport {
  readonly field: FieldName;
  /** Share of the turns where it may stand that have it, [0, 1]. */
  readonly coverage: number;
  /** How sure the inducer is of the meaning, [0, 1]. */
  readonly confidence: number;
  readonly from: readonly string[];
}

export type ImportAdapter = Artifact<'import-adapter', AdapterBody>;
