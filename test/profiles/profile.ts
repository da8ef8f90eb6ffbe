import type { ICredentialType, IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import type { StatusMeaning } from '../../gateways/callbacks/statuses';
import type { GatewayName } from '../../gateways/registry';
import type { Problem } from '../../gateways/reply';
import { ACCOUNTS, type Sandbox, type SandboxOptions } from '../../sandbox/server/server';
import type { GatewayName as SandboxName } from '../../sandbox/gateways/names';
import { GATEWAYS } from '../../sandbox/gateways/registry';
import type { Expectation } from '../faults/cells';
import type { Code } from '../faults/codes';

/** A secret that opens no account; it may be repeated nowhere. */
export const WRONG_SECRET = 'wrong-secret-5f2b-77c1';

/** Fields of a credential. */
export type Fields = Record<string, string | boolean>;

/** What an operation asks a gateway for, in one of its forms. */
export interface Operation {
	/** As in the contract, e.g. `sms: sendBulk (file)`. */
	name: string;
	/**
	 * A `send` may be carried out by an answer that never arrives; a `read` changes nothing and may be
	 * asked again; a `check` of a code changes nothing that matters, but each counts as a try.
	 */
	kind: 'send' | 'read' | 'check' | 'poll' | 'test';
	/** The parameters for one recipient. */
	parameters?: (to: string) => INodeParameters;
	items?: (to: string) => IDataObject[];
	/** A file with the recipient in it, which the item brings in the field `data`. */
	csv?: (to: string) => string;
	/** What the gateway has to hold before, for one number; what it gives goes into the parameters. */
	prepare?: (at: Sandbox, to: string) => Promise<INodeParameters>;
	/** Fields of the credential that are others. */
	credential?: Fields;
	/** Whether a token is fetched before anything is asked for. */
	signsIn?: boolean;
	/** Whether it fetches a token and asks for nothing else. */
	isSignIn?: boolean;
	/** Whether the execution waits when the message is accepted; it has a number then. */
	waits?: boolean;
	/** What any failing code comes to, where the gateway answers this call with words. */
	refusal?: Expectation;
	/** The names of faults whose reply is a right one for this operation, e.g. an empty list. */
	rightReply?: RegExp;
}

/** A credential that the gateway refuses. */
export interface WrongAccount {
	/** E.g. `a wrong password`. */
	label: string;
	/** The fields that are wrong; a secret is `WRONG_SECRET`. */
	fields: Fields;
	/** How a send fails. */
	code: string;
	says: RegExp;
}

/** A request as somebody writes it in n8n's HTTP Request node. */
export interface HttpRequestCase {
	label: string;
	method: 'GET' | 'POST';
	/** Below the sandbox, with its gateway. */
	path: string;
	/** Beside the URL. */
	query?: Record<string, string>;
	/** The body, sent as JSON. */
	json?: Record<string, string>;
	/** The answer. */
	says: RegExp;
}

/** An operation as somebody finds it in n8n's editor. */
export interface ListedOperation {
	resource: string;
	operation: string;
	/** What the list of nodes calls it. */
	action: string;
	/** The names above its fields, in their order, without resource and operation. */
	fields: string[];
	/** What a choice among the fields makes of them. */
	choices?: { field: string; entry: string; fields: string[] }[];
}

/** Codes with their words. */
export type Words = Record<string, Omit<Problem, 'code'>>;

/** Whom a profile is of: a gateway, or another platform of one, by its name in the sandbox. */
export type ProfileName = SandboxName;

/** Everything that a suite has to know of a gateway: suites run over the profiles. */
export interface Profile<Name extends ProfileName = ProfileName> {
	name: Name;
	/** The gateway's name in outputs; that of its node, too. */
	gateway: GatewayName;
	/** Which platform of the gateway this is, where its node has several. */
	platform?: string;
	displayName: string;
	node: INodeType;
	/** A trigger of its own, beside SMS Gateway Trigger. */
	trigger?: INodeType;
	credential: ICredentialType;
	/** Its page of the docs. */
	page: `docs/${string}.md`;

	/** The parameters of a send that the sandbox accepts. */
	send: INodeParameters & { resource: 'sms'; operation: 'send'; to: string; message: string };
	/** The parameters of Send Bulk beside recipients and message, so that the message may be personalized. */
	bulk: INodeParameters;
	/** What sends the same text by Send Bulk, with a request of its own for each recipient that is refused. */
	separately: { parameters?: INodeParameters; options?: INodeParameters };
	/** The options that let it take a message with a link. */
	longMessages: INodeParameters;
	/** Every operation, in all of its forms. */
	operations: readonly Operation[];
	/** A number of its own for each index below 100,000, in E.164. */
	numberOf: (index: number) => string;

	/** Whom the messages of a bulk send share a request with. */
	sharesRequests: 'with nobody' | 'with the same text' | 'with all';
	/** Whether the sandbox's replies to a send are JSON; otherwise they are XML. */
	repliesInJson: boolean;
	/** Whether it tells of incoming messages. */
	hasIncomingMessages: boolean;

	/** Accounts that it refuses: first the one with a secret that was typed wrong. */
	wrongAccounts: readonly [WrongAccount, ...WrongAccount[]];
	/** The most requests of a bulk send of 500 whose account is refused. */
	requestsUntilRefused: number;
	/** Another way to sign in than the usual one: the fields that choose it, and those that fail. */
	otherSignIn?: { label: string; fields: Fields; wrong: Fields };
	/** Where a token is fetched before anything is asked for, and kept. */
	token?: {
		/** A part of the paths at which it is fetched, and of those of everything else. */
		signInPath: string;
		otherPaths: string;
		/** A part of the address of the question that tests a kept token before n8n's HTTP Request node sends. */
		probe: string;
		/** The header, in lower case, in which it is sent. */
		header: string;
		/** The field of a token that does not expire, in the credential and in the sandbox's account. */
		longLived: string;
		/** Whether a refusal to sign in says what is wrong, in a code and a sentence. */
		saysWhatIsWrong: boolean;
		/** The fields of an account that nobody has signed in with. */
		accountOf: (index: number) => Fields;
	};
	/** Texts of the sandbox's account that must not be shown anywhere. */
	secrets: readonly string[];

	/** Lets the sandbox refuse the next message to a number, which has no plus sign. */
	refuse: (at: Sandbox, number: string) => void;
	/** Which codes the sandbox can answer an operation with. */
	codesOf: (operation: Operation) => readonly Code[];
	/** Settings of the sandbox in which it answers with codes in other ways. */
	variants?: readonly SandboxOptions[];
	/** Whether any code says that the credential is right when it is tested. */
	isTestedByAnyCode: boolean;
	/** The names of faults whose answer may pass for that of a right credential, too. */
	mayPassTest?: RegExp;

	/** A request as the node makes it, and what its credential makes of it below the Base URL. */
	ownRequest: { path: string; becomes: RegExp };
	/** Requests in n8n's HTTP Request node: a path for tests of where it may go, and each form people write. */
	httpRequests: { path: string; cases: readonly HttpRequestCase[] };
	/** n8n's editor, read from the gateway's own pages and not from the code of the node. */
	editor: {
		operations: readonly ListedOperation[];
		/** The dialog of the credential: what is typed, what is chosen before, what a wrong secret is told. */
		credential: {
			typed: Record<string, string>;
			choices?: Record<string, string>;
			refusal: RegExp;
		};
		/** SMS Gateway Trigger's notice: whom it names, and what its e-mail asks for. */
		notice: { contact: string; mail: readonly string[] };
	};
	/** What the page of the docs has to say of codes. */
	documented: {
		/** Codes by which a call fails, and the outcome that they lead to. */
		problems: readonly { outcome: string; codes: Words }[];
		/** Codes of any other kind, and the cell next to them. */
		others: readonly { word: string; codes: readonly string[] }[];
		/** What the words of callbacks mean. */
		statuses: Readonly<Record<string, StatusMeaning>>;
	};
	/** Calls that the sandbox's gateway knows, without its prefix, and headers that open the account. */
	sandboxCalls: { targets: readonly string[]; proofs: Record<string, string> };
	/** The names of fields in its callbacks, and the one that holds a secret. */
	callbacks: { fields: readonly string[]; secret?: string };
}

/** The secrets of the sandbox's account of a gateway. */
export function secretsOf(name: ProfileName): string[] {
	const account: Readonly<Record<string, string>> = ACCOUNTS[name];
	return GATEWAYS[name].secrets.flatMap((field) => account[field] ?? []);
}
