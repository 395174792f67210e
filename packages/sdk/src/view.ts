/**
 * Views of what belongs to the host: its objects and functions with some members or calls exchanged, all else being their
 * own. Nothing of the host is changed. Limit: a view of a frozen object does not say that it is frozen.
 */

/**
 * @param replace what stands for a member; undefined leaves it as it is. Methods run on the object itself: private fields
 *   are not found through a proxy.
 */
export function createView<T extends object>(
  object: T,
  replace: (value: unknown, key: PropertyKey, view: T) => unknown,
): T {
  const view: T = new Proxy(unlock(object), {
    get(_shape, key) {
      const value: unknown = Reflect.get(object, key, object);
      return replace(value, key, view) ?? (key === 'constructor' ? value : onObject(value, object, view));
    },
    set: (_shape, key, value) => Reflect.set(object, key, value, object),
  });
  return view;
}

/** The function with its calls exchanged; its name, length and members stay. */
export function createFunctionView<F extends object>(
  fn: F,
  call: (self: unknown, args: unknown[]) => unknown,
): F {
  return new Proxy(fn, { apply: (_fn, self, args: unknown[]) => call(self, args) });
}

function onObject(value: unknown, object: object, view: object): unknown {
  if (typeof value !== 'function') return value;
  return createFunctionView(value, (self, args) => Reflect.apply(value, self === view ? object : self, args));
}

/**
 * A proxy must tell locked members (those of a frozen object) as its target has them. Where there are any, the target is a
 * copy of the object that has them unlocked.
 */
export function unlock<T extends object>(object: T): T {
  const members: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(object);
  const keys = Reflect.ownKeys(members);
  if (!keys.some((key) => members[key]?.configurable === false)) return object;
  for (const key of keys) members[key] = { ...members[key], configurable: true };
  // It has the members and the prototype of the object.
  return Object.create(Object.getPrototypeOf(object), members) as T;
}
