// The entry `kenpo/card`: numbers, names and dates of a card, without programmes.

import { CardOperations } from '../contract.js';
import { library, withForms } from '../library.js';

export class Kenpo extends withForms(library(CardOperations)) {}
