import { holdResponse, type CallResponse } from '../../../nodes/SmsGatewayTrigger/heldResponse';

/*
 * What a gateway gets when it waits for the end of the workflow. How n8n uses the response is tested in the real
 * n8n (test/n8n/triggerStream.ts).
 */

/** As much of Express's response as n8n uses. */
function makeResponse() {
	const sent: [status: number, body: string][] = [];
	const response: CallResponse = {
		headersSent: false,
		statusCode: 200,
		closed: false,
		status: (code) => {
			response.statusCode = code;
			return response;
		},
		type: () => response,
		send: (body) => {
			if (response.headersSent) throw new Error('Cannot set headers after they are sent');
			response.headersSent = true;
			sent.push([response.statusCode, body.trim()]);
			return response;
		},
		json: (body) => response.send(JSON.stringify(body)),
		setHeader: () => {
			if (response.headersSent) throw new Error('Cannot set headers after they are sent');
			return response;
		},
	};
	return { response, sent };
}

const FAILED = 'The workflow failed; send it again later';

it.each([
	['nothing, after a success', 200, undefined, [200, 'OK']],
	['an error', 500, { message: 'Error in workflow' }, [500, FAILED]],
	['a success that never began', 200, { message: 'no data was returned' }, [500, FAILED]],
	['a status without an error', 404, undefined, [500, FAILED]],
])('n8n answers %s', (_label, status, body, expected) => {
	const { response, sent } = makeResponse();
	holdResponse(response, 60_000);
	response.status(status).json(body);
	// n8n closes what it has answered.
	response.closed = true;
	expect(sent).toEqual([expected]);
});

it('n8n answers with a text', () => {
	const { response, sent } = makeResponse();
	holdResponse(response, 60_000);
	response.send('n8n is starting up');
	response.closed = true;
	expect(sent).toEqual([[500, FAILED]]);
});

it('answers 504 past the limit, and what n8n says later changes nothing', async () => {
	const { response, sent } = makeResponse();
	holdResponse(response, 20);
	const until = performance.now() + 10_000;
	while (sent.length === 0 && performance.now() < until) {
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	response.setHeader('content-type', 'application/json');
	response.status(200).json(undefined);
	response.status(500).json({ message: 'Error in workflow' });
	expect(sent).toEqual([[504, 'The workflow takes too long; send it again later']]);
});

it('says nothing more once n8n has begun an answer of its own', async () => {
	const { response, sent } = makeResponse();
	const thrown: unknown[] = [];
	const listen = (error: unknown) => thrown.push(error);
	process.on('unhandledRejection', listen);
	holdResponse(response, 20);
	response.headersSent = true;
	await new Promise((resolve) => setTimeout(resolve, 100));
	response.status(200).json(undefined);
	process.off('unhandledRejection', listen);
	expect([sent, thrown]).toEqual([[], []]);
});

it('says nothing to a gateway that has gone', async () => {
	const { response, sent } = makeResponse();
	response.closed = true;
	holdResponse(response, 1);
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(sent).toEqual([]);
});
