export { createRandom, type Random } from './random/random.ts';
export { wilsonInterval } from './statistics/wilson-interval.ts';
