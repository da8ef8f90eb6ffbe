import fastify from 'fastify';
import { z } from 'zod';

const Request = z.object({
	model: z.string(),
	stream: z.boolean().optional(),
	messages: z.array(
		z.object({ role: z.string(), content: z.unknown(), tool_call_id: z.string().optional() }),
	),
	tools: z.array(z.object({ type: z.literal('function'), function: z.record(z.unknown()) })),
});

/** What the model is asked: the talk so far and the tools it may use. */
export type ModelRequest = z.infer<typeof Request>;

/** The use of a tool. */
export interface ToolCall {
	tool: string;
	input: Record<string, unknown>;
}

/** What it answers: it uses a tool, or several at once, or says something. */
export type ModelReply = ToolCall | { calls: ToolCall[] } | { text: string };

/** A language model whose every answer is written beforehand, behind OpenAI's interface. */
export interface LanguageModel {
	/** For the credential's field "Base URL". */
	url: string;
	/** Every request so far. */
	requests: ModelRequest[];
	/** The answers to come. */
	script: ((request: ModelRequest) => ModelReply)[];
	close(): Promise<void>;
}

/** Starts one on a free port. It answers 400 to what is not in the script or cannot be read. */
export async function startLanguageModel(apiKey: string): Promise<LanguageModel> {
	const model: LanguageModel = { url: '', requests: [], script: [], close: () => app.close() };
	const { requests } = model;
	const app = fastify({ forceCloseConnections: true, bodyLimit: 20_000_000 });
	app.post('/v1/chat/completions', async (request, reply) => {
		if (request.headers.authorization !== `Bearer ${apiKey}`) return await reply.code(401).send();
		const parsed = Request.safeParse(request.body);
		const answer = model.script.shift();
		if (!parsed.success || answer === undefined) {
			return await reply.code(400).send({ error: { message: 'Not in the script' } });
		}
		requests.push(parsed.data);
		const said = answer(parsed.data);
		const calls = 'text' in said ? [] : 'calls' in said ? said.calls : [said];
		const message =
			'text' in said
				? { role: 'assistant', content: said.text }
				: {
						role: 'assistant',
						content: null,
						tool_calls: calls.map(({ tool, input }, index) => ({
							id: `call_${String(requests.length)}${index === 0 ? '' : `_${String(index + 1)}`}`,
							type: 'function',
							function: { name: tool, arguments: JSON.stringify(input) },
						})),
					};
		const common = { id: `chat-${String(requests.length)}`, created: 0, model: parsed.data.model };
		const end = { index: 0, finish_reason: 'text' in said ? 'stop' : 'tool_calls', logprobs: null };
		const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
		if (parsed.data.stream !== true) {
			return { ...common, object: 'chat.completion', choices: [{ ...end, message }], usage };
		}
		const tool_calls = message.tool_calls?.map((call, index) => ({ ...call, index }));
		const delta = { ...message, ...(tool_calls && { tool_calls }) };
		const chunks = [
			{ choices: [{ ...end, finish_reason: null, delta }] },
			{ choices: [{ ...end, delta: {} }], usage },
		].map((chunk) => JSON.stringify({ ...common, object: 'chat.completion.chunk', ...chunk }));
		const events = [...chunks, '[DONE]'].map((data) => `data: ${data}\n\n`);
		return await reply.type('text/event-stream').send(events.join(''));
	});
	model.url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/v1`;
	return model;
}
