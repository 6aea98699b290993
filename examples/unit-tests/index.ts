// A program that uses the component.
import { Shop } from "./shop";

const { billing } = new Shop("shop");
export const { url, contract } = billing;
