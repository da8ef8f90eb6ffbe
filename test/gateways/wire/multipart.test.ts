import { createHash } from 'node:crypto';
import { multipartFile } from '../../../gateways/wire/multipart';
import { readForm } from '../form';

const file = {
	name: 'file',
	fileName: 'recipients.xlsx',
	contentType: 'text/plain',
	seed: 'seed',
	bytes: () => Buffer.from('hello\r\n--world'),
};
// The boundary by `printf seed | sha256sum`, the form by RFC 7578.
const BOUNDARY = '----n8n-sms-gateways-19b25856e1c150ca834cffc8b59b23ad';

describe('a form with one file', () => {
	it('is written byte for byte', async () => {
		const body = multipartFile(file);
		expect(body.contentType).toBe(`multipart/form-data; boundary=${BOUNDARY}`);
		expect(Buffer.from(await body.bytes()).toString()).toBe(
			`--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="recipients.xlsx"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--world\r\n--${BOUNDARY}--\r\n`,
		);
	});

	it.each([
		['any bytes', Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256))],
		['nothing', Buffer.alloc(0)],
		['what looks like a boundary', Buffer.from('\r\n------n8n-sms-gateways-\r\n--\r\n')],
	])('is read by another program: %s', async (_label, content) => {
		const body = multipartFile({ ...file, bytes: () => Promise.resolve(content) });
		const form = await readForm(body);
		const part = form.get('file') as File;
		expect(Buffer.from(await part.arrayBuffer()).equals(content)).toBe(true);
		expect(part.name).toBe('recipients.xlsx');
	});

	it('makes its content when it is sent, and not before', async () => {
		const bytes = jest.fn(file.bytes);
		const body = multipartFile({ ...file, bytes });
		expect(bytes).not.toHaveBeenCalled();
		await body.bytes();
		expect(bytes).toHaveBeenCalledTimes(1);
	});

	it('cannot be broken by a name', async () => {
		const body = multipartFile({ ...file, fileName: 'a"\r\nX: y' });
		const text = Buffer.from(await body.bytes()).toString();
		expect(text).toContain('filename="a%22%0D%0AX: y"');
	});

	it('has another boundary for another content, of no more than 70 characters', () => {
		const { contentType } = multipartFile({ ...file, seed: 'other' });
		expect(contentType).not.toContain(BOUNDARY);
		expect((contentType.split('boundary=')[1] ?? '').length).toBeLessThanOrEqual(70);
	});

	it('is not sent where the content holds the boundary', async () => {
		expect(BOUNDARY).toContain(createHash('sha256').update('seed').digest('hex').slice(0, 32));
		const body = multipartFile({ ...file, bytes: () => Buffer.from(`x${BOUNDARY}x`) });
		await expect(body.bytes()).rejects.toThrow('boundary');
	});
});
