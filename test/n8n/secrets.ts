import { ACCOUNTS } from '../../sandbox/server';
import { SANDBOX_CALLBACK_SECRET } from '../../scripts/n8n/sandbox-credentials';
import type { Rig } from './rig';

/** A secret in every form in which it could leave n8n. */
function formsOf(secret: string): string[] {
	const bytes = Buffer.from(secret);
	const hex = bytes.toString('hex');
	const percent = hex.replace(/../g, '%$&');
	return [
		secret,
		bytes.toString('base64'),
		bytes.toString('base64').replace(/=+$/, ''),
		bytes.toString('base64url'),
		encodeURIComponent(secret),
		hex,
		percent,
		percent.toUpperCase(),
	];
}

function secretsOf(rig: Rig): string[] {
	const { messangi, mGage, messageCentral } = ACCOUNTS;
	return [
		messangi.publicKey,
		messangi.privateKey,
		mGage.password,
		`${mGage.username}:${mGage.password}`,
		messageCentral.password,
		messageCentral.authToken,
		SANDBOX_CALLBACK_SECRET.value,
		...rig.tokens,
	];
}

/** Comes last, when everything that can be heard has been said. */
export function describeSecrets(rig: Rig): void {
	test('no secret is in what n8n logged, put out, keeps of executions or said of credentials', () => {
		const places = [...rig.heard, { what: "n8n's log", text: rig.n8n.log() }];
		const secrets = secretsOf(rig);
		expect(rig.heard).not.toEqual([]);
		const found = places.flatMap(({ what, text }) =>
			secrets
				.filter((secret) => formsOf(secret).some((form) => text.includes(form)))
				.map((secret) => `${secret.slice(0, 3)}… in ${what}`),
		);
		expect(found).toEqual([]);
	});

	test('no one-time password is in any of it, and a PIN in the output of its own run only', () => {
		const places = [...rig.heard, { what: "n8n's log", text: rig.n8n.log() }];
		expect(rig.codes.size).toBe(2);
		for (const [code, expected] of rig.codes) {
			const found = places.filter(({ text }) => text.includes(code)).map(({ what }) => what);
			expect(found).toEqual(expected);
		}
	});
}
