// The entry `kenpo/verify`: draws and their proofs.

import { DrawOperations } from '../contract.js';
import { library } from '../library.js';

export class Kenpo extends library(DrawOperations) {}
