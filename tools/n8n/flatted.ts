/**
 * n8n stores and serves the data of an execution in the "flatted" form: one array in which every
 * object, array and string stands once, and refers to others by its index, written as a string.
 */
export function parseFlatted(text: string): unknown {
	const table = JSON.parse(text) as unknown[];
	const known = new Map<number, unknown>();

	const resolve = (value: unknown): unknown =>
		typeof value === 'string' ? at(Number(value)) : value;

	const at = (index: number): unknown => {
		if (known.has(index)) return known.get(index);
		const entry = table[index];
		if (typeof entry !== 'object' || entry === null) return entry;
		if (Array.isArray(entry)) {
			const list: unknown[] = [];
			known.set(index, list);
			for (const value of entry) list.push(resolve(value));
			return list;
		}
		const record: Record<string, unknown> = {};
		known.set(index, record);
		for (const [key, value] of Object.entries(entry)) record[key] = resolve(value);
		return record;
	};
	return at(0);
}
