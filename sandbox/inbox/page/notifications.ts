import { signal } from '@preact/signals';

import type { Entry } from '../protocol';
import { count, nameOf } from './words';

/** Browsers have notifications for pages over HTTP under loopback names only. */
export const canNotify = 'Notification' in globalThis && isSecureContext;

const KEY = 'notify';

/** Whether new messages are announced while the page is in the background. */
export const notifies = signal(
	canNotify && Notification.permission === 'granted' && localStorage.getItem(KEY) === 'yes',
);

/** Switches it, and asks for permission first if need be. Returns why it cannot; empty if it can. */
export async function toggleNotifications(): Promise<string> {
	const wanted = !notifies.value;
	const isAllowed = !wanted || (await Notification.requestPermission()) === 'granted';
	notifies.value = wanted && isAllowed;
	localStorage.setItem(KEY, notifies.value ? 'yes' : 'no');
	return isAllowed ? '' : 'Your browser does not allow notifications of this page.';
}

/** Announces new messages, all of them in one notification. */
export function notify(latest: Entry, messages: number, open: (number: string) => void): void {
	if (!notifies.value || !document.hidden) return;
	const { kind, number, text } = latest;
	const title =
		messages > 1
			? count(messages, 'new message')
			: `${kind === 'received' ? 'From' : 'To'} ${nameOf(number)}`;
	const notification = new Notification(title, { body: text.slice(0, 200), tag: 'sms-sandbox' });
	notification.onclick = () => {
		focus();
		open(number);
		notification.close();
	};
}
