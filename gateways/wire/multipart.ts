import { createHash } from 'crypto';
import type { RequestBody } from '../request';

/** One file that is sent as a form's only part. */
export interface MultipartFile {
	/** The part's name. */
	name: string;
	fileName: string;
	contentType: string;
	/** Text that identifies the content. */
	seed: string;
	/** Makes the content when it is sent. */
	bytes(): Uint8Array | Promise<Uint8Array>;
}

/**
 * A form with one file. Source: RFC 7578, and for names the HTML standard's "multipart/form-data
 * encoding algorithm".
 *
 * The boundary is in a header that is written before the content is made. So it is a hash of the seed: no
 * text can contain its own SHA-256.
 */
export function multipartFile(file: MultipartFile): RequestBody {
	const hash = createHash('sha256').update(file.seed, 'utf8').digest('hex');
	// Of at most 70 characters: RFC 2046, section 5.1.1.
	const boundary = `----n8n-sms-gateways-${hash.slice(0, 32)}`;
	const disposition = `form-data; name="${quoted(file.name)}"; filename="${quoted(file.fileName)}"`;
	const head = `--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: ${file.contentType}\r\n\r\n`;
	return {
		contentType: `multipart/form-data; boundary=${boundary}`,
		async bytes() {
			const content = Buffer.from(await file.bytes());
			if (content.includes(boundary)) throw new Error('The file holds the boundary of its form');
			return Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]);
		},
	};
}

function quoted(text: string): string {
	return text.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
