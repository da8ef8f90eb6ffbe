/**
 * Sets an entry of a map as its latest, and removes the oldest if there are more than allowed.
 *
 * @param most at least 1
 */
export function remember<Value>(
	map: Map<string, Value>,
	key: string,
	value: Value,
	most: number,
): void {
	map.delete(key);
	map.set(key, value);
	if (map.size <= most) return;
	for (const oldest of map.keys()) {
		map.delete(oldest);
		break;
	}
}
