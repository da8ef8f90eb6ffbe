import type { RequestBody } from '../../gateways/request';

/** A form as another program reads it: undici, the fetch of Node.js. */
export async function readForm(body: RequestBody | undefined): Promise<FormData> {
	const headers = { 'content-type': body?.contentType ?? '' };
	const response = new Response(await body?.bytes(), { headers });
	// eslint-disable-next-line @typescript-eslint/no-deprecated -- no server: what it reads is ours
	return await response.formData();
}
