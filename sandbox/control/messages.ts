import { GATEWAY_NAMES } from '../gateways/registry';
import { answerPieces, listPieces } from '../server/masking';
import { MESSAGE_STATUSES, type MessageStatus, type NewIncoming } from '../server/message';
import { LONGEST_TEXT } from '../server/parts';
import type { ControlContext } from './context';
import type { Given, Route } from './route';
import { answered, integer, list, taken, text, word, type Schema } from './schema';
import { shared } from './schemas';

const topic = 'Messages';

const NEW_INCOMING = taken(
	'An incoming message',
	{
		gateway: word('The gateway that receives it.', GATEWAY_NAMES),
		from: text('The phone number, with country code.'),
		to: text('The short code or number that it is sent to.'),
		text: text('The text.', { maxLength: LONGEST_TEXT }),
		carrier: text("Default: Movistar, as in Messangi's sample."),
		keyword: text('Default: the first word of the text.'),
		date: text('When it was sent, as ISO 8601. Default: now.'),
	},
	['gateway', 'from', 'to', 'text'],
);

const STOP = { gateway: 'messangi', from: '13056708084', to: '19893143924', text: 'STOP' };

/** One message or a list of them. */
const NEW_INCOMINGS: Schema = {
	...NEW_INCOMING,
	type: ['object', 'array'],
	items: NEW_INCOMING,
	'x-examples': {
		one: { summary: 'One message', value: STOP },
		several: { summary: 'Several messages', value: [STOP, { ...STOP, text: 'START' }] },
	},
};

/** The calls about messages in both directions. */
export function messageRoutes({ sandbox, seen }: ControlContext): readonly Route[] {
	return [
		{
			method: 'GET',
			path: '/control/messages',
			topic,
			summary: 'List the messages the gateways accepted, oldest first',
			answer: list(shared('Message')),
			handle: (_given, reply) => answerPieces(reply, listPieces(seen.messages())),
		},
		{
			method: 'PUT',
			path: '/control/messages/:id/status',
			topic,
			summary: 'Set the status of a message',
			description: 'The message keeps this status, and the gateway reports it.',
			params: { id: text('The ID of the message.') },
			body: {
				...taken('A status', { status: word('The status.', MESSAGE_STATUSES) }, ['status']),
				'x-examples': { failed: { summary: 'Failed', value: { status: 'failed' } } },
			},
			answer: answered({ id: text('The message.'), status: text('Its status.') }),
			handle({
				body: { status },
				params: { id },
			}: Given<{ status: MessageStatus }, { id: string }>) {
				sandbox.setMessageStatus(id, status);
				return { id, status };
			},
		},
		{
			method: 'GET',
			path: '/control/incoming',
			topic,
			summary: 'List the messages from phones, oldest first',
			answer: list(shared('IncomingMessage')),
			handle: (_given, reply) => answerPieces(reply, listPieces(seen.incoming())),
		},
		{
			method: 'POST',
			path: '/control/incoming',
			topic,
			summary: 'Simulate one or several incoming messages',
			description: 'As if a phone had sent them. The gateway posts them to its callback URL.',
			body: NEW_INCOMINGS,
			answer: answered({ received: integer('How many messages were received.') }),
			handle({ body }: Given<NewIncoming | readonly NewIncoming[]>) {
				sandbox.receive(body);
				return { received: [body].flat().length };
			},
		},
	];
}
